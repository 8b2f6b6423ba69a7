// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension RemoveDevice: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"pushToken":"c0ffee"}
        """##
}
