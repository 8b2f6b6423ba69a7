// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension Liveness: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"status":"status"}
        """##
}
