// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `POST /v1/postcards`
    public static let sendPostcard = OperationID(rawValue: "send_postcard")
}

extension APIRequest where Reply == Postcard {
    /// The request of ``PostCardItService/sendPostcard(_:idempotencyKey:)`` as a value: `POST /v1/postcards`.
    public static func sendPostcard(
        _ body: SendPostcard, idempotencyKey: String? = nil
    ) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.sendPostcard, "POST", statuses: [201])
        draft.path += "/postcards"
        draft.key(idempotencyKey)
        draft.validation.check(body, at: "")
        try draft.send(json: body)
        return try Self(json: draft)
    }
}

extension PostCardItService {
    /// Mail a postcard to a friend.
    ///
    /// HTTP: `POST /v1/postcards`
    ///
    /// - Parameters:
    ///   - body: Mail a postcard to a friend, by id or by username.
    ///   - idempotencyKey: 1 to 255 visible ASCII characters, new for each intent and the same for each attempt at it.
    ///     Always send one: without it a repeated request is a new one.
    /// - Throws: ``PostCardItError`` with the codes `invalid_json`, `invalid_idempotency_key`, `unauthenticated`,
    ///   `session_ended`, `not_friends`, `not_found`, `upload_not_ready`, `upload_rejected`, `idempotency_in_progress`,
    ///   `payload_too_large`, `unsupported_media_type`, `validation_failed`, `unknown_field`, `idempotency_key_reused`,
    ///   `unknown_stamp`, `unknown_image`, `rate_limited`, `internal`, `unavailable`.
    @discardableResult
    public func sendPostcard(
        _ body: SendPostcard, idempotencyKey: String? = nil
    ) async throws(PostCardItError) -> Postcard {
        try await response(to: APIRequest<Postcard>.sendPostcard(body, idempotencyKey: idempotencyKey)).value
    }
}
