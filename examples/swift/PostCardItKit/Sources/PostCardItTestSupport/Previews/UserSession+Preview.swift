// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension UserSession: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"createdAt":"2026-11-22T15:53:00.123Z","deviceName":"Alice's phone","expiresAt":"2026-11-22T15:53:00.123Z",
        "isCurrent":true,"lastUsedAt":"2026-11-22T15:53:00.123Z","sessionId":"01a20490-b391-77bf-841b-d19a1e6a5a20"}
        """##
}
