// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension User: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"bio":"Postcards from everywhere.","createdAt":"2026-11-22T15:53:00.123Z","email":"alice@example.com",
        "findableByEmail":false,"friendsCount":1,"fullName":"Alice Rossi","isActive":true,"postcardsCount":1,
        "profilePictureUrl":"https://example.com/picture.jpg","updatedAt":"2026-11-22T15:53:00.123Z",
        "userId":"01a20490-b391-77bf-841b-d19a1e6a5a20","username":"alice"}
        """##
}
