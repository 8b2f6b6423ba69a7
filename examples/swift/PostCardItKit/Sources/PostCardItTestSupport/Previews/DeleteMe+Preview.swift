// Generated from PostCardIt 1, contract b90fd3f994345273. Do not edit.

import PostCardItAPI

extension DeleteMe: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"password":"correct horse"}
        """##
}
