import PostCardItAPI

/// Between registering and confirming it holds a password.
extension SessionModel: Redacted {}
