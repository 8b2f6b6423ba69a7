// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension Export: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"expiresAt":"2026-11-22T15:53:00.123Z","url":"https://example.com/picture.jpg"}
        """##
}
