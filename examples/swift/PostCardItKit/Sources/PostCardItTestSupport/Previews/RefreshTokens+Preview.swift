// Generated from PostCardIt 1, contract b1db990e90e8913c. Do not edit.

import PostCardItAPI

extension RefreshTokens: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"refreshToken":"refreshToken"}
        """##
}
