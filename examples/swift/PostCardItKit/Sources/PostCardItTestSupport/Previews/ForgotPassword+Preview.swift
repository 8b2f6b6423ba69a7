// Generated from PostCardIt 1, contract f8acdbb594c5ca65. Do not edit.

import PostCardItAPI

extension ForgotPassword: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"email":"alice@example.com"}
        """##
}
