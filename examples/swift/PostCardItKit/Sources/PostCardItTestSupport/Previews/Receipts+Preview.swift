// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension Receipts: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"delivered":1,"read":1}
        """##
}
