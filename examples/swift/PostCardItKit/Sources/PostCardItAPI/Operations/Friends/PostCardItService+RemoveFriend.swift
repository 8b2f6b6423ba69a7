// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `DELETE /v1/friends/{friendshipId}`
    public static let removeFriend = OperationID(rawValue: "remove_friend")
}

extension APIRequest where Reply == Void {
    /// The request of ``PostCardItService/removeFriend(friendshipID:)`` as a value: `DELETE /v1/friends/{friendshipId}`.
    public static func removeFriend(friendshipID: String) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.removeFriend, "DELETE", statuses: [204])
        draft.path += "/friends/"
        draft.path("friendshipId", friendshipID)
        return try Self(empty: draft)
    }
}

extension PostCardItService {
    /// End a friendship, or withdraw your own request.
    ///
    /// HTTP: `DELETE /v1/friends/{friendshipId}`
    ///
    /// - Parameters:
    ///   - friendshipID: The friendship's id.
    /// - Throws: ``PostCardItError`` with the codes `unauthenticated`, `session_ended`, `forbidden`, `not_found`,
    ///   `rate_limited`, `internal`, `unavailable`.
    public func removeFriend(friendshipID: String) async throws(PostCardItError) {
        _ = try await response(to: APIRequest<Void>.removeFriend(friendshipID: friendshipID))
    }
}
