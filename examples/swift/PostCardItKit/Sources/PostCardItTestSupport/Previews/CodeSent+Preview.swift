// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension CodeSent: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"email":"alice@example.com","expiresAt":"2026-11-22T15:53:00.123Z"}
        """##
}
