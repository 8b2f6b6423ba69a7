// Generated from PostCardIt 1, contract b90fd3f994345273. Do not edit.

import PostCardItAPI

extension ConfirmUser: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"code":"123456","email":"alice@example.com","password":"correct horse"}
        """##
}
