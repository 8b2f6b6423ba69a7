// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension RefreshTokens: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"refreshToken":"refreshToken"}
        """##
}
