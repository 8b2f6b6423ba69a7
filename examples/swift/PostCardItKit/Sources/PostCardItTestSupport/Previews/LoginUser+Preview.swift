// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension LoginUser: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"deviceName":"Alice's phone","email":"alice@example.com","password":"correct horse",
        "username":"alice"}
        """##
}
