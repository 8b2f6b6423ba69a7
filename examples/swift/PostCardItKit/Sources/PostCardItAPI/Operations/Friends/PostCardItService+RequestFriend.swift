// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `POST /v1/friends`
    public static let requestFriend = OperationID(rawValue: "request_friend")
}

extension APIRequest where Reply == Friendship {
    /// The request of ``PostCardItService/requestFriend(_:idempotencyKey:)`` as a value: `POST /v1/friends`.
    public static func requestFriend(
        _ body: RequestFriend, idempotencyKey: String? = nil
    ) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.requestFriend, "POST", statuses: [201])
        draft.path += "/friends"
        draft.key(idempotencyKey)
        draft.validation.check(body, at: "")
        try draft.send(json: body)
        return try Self(json: draft)
    }
}

extension PostCardItService {
    /// Ask someone for friendship; if they asked first, accept.
    ///
    /// HTTP: `POST /v1/friends`
    ///
    /// - Parameters:
    ///   - body: Ask someone for friendship, by id or by username. If they asked first, this accepts.
    ///   - idempotencyKey: 1 to 255 visible ASCII characters, new for each intent and the same for each attempt at it.
    ///     Always send one: without it a repeated request is a new one.
    /// - Throws: ``PostCardItError`` with the codes `invalid_json`, `invalid_idempotency_key`, `unauthenticated`,
    ///   `session_ended`, `not_found`, `friendship_exists`, `user_blocked`, `friendship_rejected`,
    ///   `idempotency_in_progress`, `payload_too_large`, `unsupported_media_type`, `validation_failed`,
    ///   `unknown_field`, `idempotency_key_reused`, `cannot_befriend_self`, `rate_limited`, `internal`, `unavailable`.
    @discardableResult
    public func requestFriend(
        _ body: RequestFriend, idempotencyKey: String? = nil
    ) async throws(PostCardItError) -> Friendship {
        try await response(to: APIRequest<Friendship>.requestFriend(body, idempotencyKey: idempotencyKey)).value
    }
}
