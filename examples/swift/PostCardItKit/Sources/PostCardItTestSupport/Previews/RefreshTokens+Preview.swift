// Generated from PostCardIt 1, contract b90fd3f994345273. Do not edit.

import PostCardItAPI

extension RefreshTokens: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"refreshToken":"refreshToken"}
        """##
}
