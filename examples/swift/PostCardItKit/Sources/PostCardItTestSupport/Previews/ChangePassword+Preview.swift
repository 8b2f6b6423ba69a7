// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension ChangePassword: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"newPassword":"battery staple","password":"correct horse"}
        """##
}
