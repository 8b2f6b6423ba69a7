// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension Friendship: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"addressee":{"fullName":"Alice Rossi","profilePictureUrl":"https://example.com/picture.jpg",
        "userId":"01a20490-b391-77bf-841b-d19a1e6a5a20","username":"alice"},"addresseeId":"01a20490-b391-77bf-841b-d19a1e6a5a20",
        "createdAt":"2026-11-22T15:53:00.123Z","friendshipId":"01a20490-b391-77bf-841b-d19a1e6a5a20",
        "requestedAt":"2026-11-22T15:53:00.123Z","requester":{"fullName":"Alice Rossi","profilePictureUrl":"https://example.com/picture.jpg",
        "userId":"01a20490-b391-77bf-841b-d19a1e6a5a20","username":"alice"},"requesterId":"01a20490-b391-77bf-841b-d19a1e6a5a20",
        "respondedAt":"2026-11-22T15:53:00.123Z","status":"pending","updatedAt":"2026-11-22T15:53:00.123Z"}
        """##
}
