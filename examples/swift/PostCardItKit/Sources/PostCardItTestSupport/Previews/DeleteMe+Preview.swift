// Generated from PostCardIt 1, contract f8acdbb594c5ca65. Do not edit.

import PostCardItAPI

extension DeleteMe: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"password":"correct horse"}
        """##
}
