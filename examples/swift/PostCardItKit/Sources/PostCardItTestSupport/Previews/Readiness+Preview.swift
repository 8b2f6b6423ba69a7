// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension Readiness: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"contract":"contract","identity":"local","realtime":["sse"],"realtimeUrl":"https://example.com/picture.jpg",
        "status":"status","version":"version"}
        """##
}
