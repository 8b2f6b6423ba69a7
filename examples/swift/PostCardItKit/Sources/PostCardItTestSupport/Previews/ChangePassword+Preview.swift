// Generated from PostCardIt 1, contract f8acdbb594c5ca65. Do not edit.

import PostCardItAPI

extension ChangePassword: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"newPassword":"battery staple","password":"correct horse"}
        """##
}
