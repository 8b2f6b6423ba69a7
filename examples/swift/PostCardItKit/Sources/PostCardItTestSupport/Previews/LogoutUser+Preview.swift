// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension LogoutUser: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"all":false,"refreshToken":"refreshToken"}
        """##
}
