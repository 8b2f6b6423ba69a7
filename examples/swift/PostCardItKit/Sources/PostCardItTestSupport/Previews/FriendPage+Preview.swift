// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension FriendPage: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"count":1,"friends":[{"friendshipId":"01a20490-b391-77bf-841b-d19a1e6a5a20","since":"2026-11-22T15:53:00.123Z",
        "user":{"fullName":"Alice Rossi","profilePictureUrl":"https://example.com/picture.jpg",
        "userId":"01a20490-b391-77bf-841b-d19a1e6a5a20","username":"alice"}}],"nextCursor":"eyJzZXEiOjQyfQ"}
        """##
}
