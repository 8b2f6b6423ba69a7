// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension ConfirmUser: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"code":"123456","email":"alice@example.com","password":"correct horse"}
        """##
}
