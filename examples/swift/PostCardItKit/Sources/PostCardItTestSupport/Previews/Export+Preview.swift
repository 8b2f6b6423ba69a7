// Generated from PostCardIt 1, contract b1db990e90e8913c. Do not edit.

import PostCardItAPI

extension Export: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"expiresAt":"2026-11-22T15:53:00.123Z","url":"https://example.com/picture.jpg"}
        """##
}
