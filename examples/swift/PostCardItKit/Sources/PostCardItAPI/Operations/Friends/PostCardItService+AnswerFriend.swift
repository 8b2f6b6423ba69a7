// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `PUT /v1/friends/{friendshipId}`
    public static let answerFriend = OperationID(rawValue: "answer_friend")
}

extension APIRequest where Reply == Friendship {
    /// The request of ``PostCardItService/answerFriend(_:friendshipID:)`` as a value: `PUT /v1/friends/{friendshipId}`.
    public static func answerFriend(_ body: AnswerFriend, friendshipID: String) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.answerFriend, "PUT", statuses: [200])
        draft.path += "/friends/"
        draft.path("friendshipId", friendshipID)
        try draft.send(json: body)
        return try Self(json: draft)
    }
}

extension PostCardItService {
    /// Accept or reject a request made to you.
    ///
    /// HTTP: `PUT /v1/friends/{friendshipId}`
    ///
    /// - Parameters:
    ///   - body: Accept or reject a request that was made to oneself.
    ///   - friendshipID: The friendship's id.
    /// - Throws: ``PostCardItError`` with the codes `invalid_json`, `unauthenticated`, `session_ended`, `forbidden`,
    ///   `not_found`, `friendship_answered`, `payload_too_large`, `unsupported_media_type`, `validation_failed`,
    ///   `unknown_field`, `rate_limited`, `internal`, `unavailable`.
    @discardableResult
    public func answerFriend(_ body: AnswerFriend, friendshipID: String) async throws(PostCardItError) -> Friendship {
        try await response(to: APIRequest<Friendship>.answerFriend(body, friendshipID: friendshipID)).value
    }
}
