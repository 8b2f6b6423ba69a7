// Generated from PostCardIt 1, contract 5b7bb250daf9ad72. Do not edit.

import PostCardItAPI

extension LogoutUser: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"all":false,"refreshToken":"refreshToken"}
        """##
}
