// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension ForgotPassword: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"email":"alice@example.com"}
        """##
}
