// Generated from PostCardIt 1, contract 5b7bb250daf9ad72. Do not edit.

import PostCardItAPI

extension LoginUser: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"deviceName":"Alice's phone","email":"alice@example.com","password":"correct horse",
        "username":"alice"}
        """##
}
