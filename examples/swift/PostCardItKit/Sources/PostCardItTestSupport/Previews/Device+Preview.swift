// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension Device: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"platform":"ios","pushToken":"c0ffee"}
        """##
}
