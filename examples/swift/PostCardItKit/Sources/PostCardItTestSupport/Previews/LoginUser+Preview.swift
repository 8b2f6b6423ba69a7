// Generated from PostCardIt 1, contract f8acdbb594c5ca65. Do not edit.

import PostCardItAPI

extension LoginUser: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"deviceName":"Alice's phone","email":"alice@example.com","password":"correct horse",
        "username":"alice"}
        """##
}
