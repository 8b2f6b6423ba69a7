// Generated from PostCardIt 1, contract b1db990e90e8913c. Do not edit.

import PostCardItAPI

extension ResendCode: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"email":"alice@example.com"}
        """##
}
