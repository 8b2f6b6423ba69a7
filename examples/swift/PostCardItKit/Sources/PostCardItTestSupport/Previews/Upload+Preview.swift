// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension Upload: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"expiresAt":"2026-11-22T15:53:00.123Z","headers":{"key":"key"},"maxBytes":10485760,"method":"PUT",
        "offset":1,"problem":"invalid_json","purpose":"postcard","resumable":false,"status":"pending",
        "uploadId":"01a20490-b391-77bf-841b-d19a1e6a5a20","url":"https://example.com/picture.jpg"}
        """##
}
