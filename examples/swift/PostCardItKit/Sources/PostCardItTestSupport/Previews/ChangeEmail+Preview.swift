// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension ChangeEmail: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"newEmail":"alice@example.org","password":"correct horse"}
        """##
}
