// Generated from PostCardIt 1, contract f8acdbb594c5ca65. Do not edit.

import PostCardItAPI

extension RemoveDevice: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"pushToken":"c0ffee"}
        """##
}
