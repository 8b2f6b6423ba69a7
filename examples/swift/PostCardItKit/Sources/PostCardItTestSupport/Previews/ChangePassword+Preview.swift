// Generated from PostCardIt 1, contract b1db990e90e8913c. Do not edit.

import PostCardItAPI

extension ChangePassword: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"newPassword":"battery staple","password":"correct horse"}
        """##
}
