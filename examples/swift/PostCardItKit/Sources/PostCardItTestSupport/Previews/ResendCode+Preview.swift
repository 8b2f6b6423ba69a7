// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension ResendCode: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"email":"alice@example.com"}
        """##
}
