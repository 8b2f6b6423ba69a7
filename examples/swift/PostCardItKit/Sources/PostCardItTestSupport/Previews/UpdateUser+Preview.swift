// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension UpdateUser: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"bio":"Postcards from everywhere.","email":"alice@example.com","findableByEmail":false,
        "fullName":"Alice Rossi","profilePictureUrl":"https://example.com/picture.jpg","username":"alice"}
        """##
}
