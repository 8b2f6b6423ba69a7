// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension RegisterUser: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"email":"alice@example.com","fullName":"Alice Rossi","password":"correct horse","username":"alice"}
        """##
}
