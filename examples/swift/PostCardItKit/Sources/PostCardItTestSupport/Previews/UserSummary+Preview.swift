// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension UserSummary: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"fullName":"Alice Rossi","profilePictureUrl":"https://example.com/picture.jpg","userId":"01a20490-b391-77bf-841b-d19a1e6a5a20",
        "username":"alice"}
        """##
}
