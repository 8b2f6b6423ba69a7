// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension DeleteMe: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"password":"correct horse"}
        """##
}
