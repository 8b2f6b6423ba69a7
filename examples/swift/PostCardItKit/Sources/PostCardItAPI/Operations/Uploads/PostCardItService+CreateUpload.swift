// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `POST /v1/uploads`
    public static let createUpload = OperationID(rawValue: "create_upload")
}

extension APIRequest where Reply == Upload {
    /// The request of ``PostCardItService/createUpload(_:idempotencyKey:)`` as a value: `POST /v1/uploads`.
    public static func createUpload(
        _ body: CreateUpload, idempotencyKey: String? = nil
    ) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.createUpload, "POST", statuses: [201])
        draft.path += "/uploads"
        draft.key(idempotencyKey)
        draft.validation.check(body, at: "")
        try draft.send(json: body)
        return try Self(json: draft)
    }
}

extension PostCardItService {
    /// Announce a photo and learn where to send its bytes.
    ///
    /// HTTP: `POST /v1/uploads`
    ///
    /// - Parameters:
    ///   - body: Announce a photo. Its bytes are looked at on arrival: a photo of another type, size or SHA-256 is
    ///     refused.
    ///   - idempotencyKey: 1 to 255 visible ASCII characters, new for each intent and the same for each attempt at it.
    ///     Always send one: without it a repeated request is a new one.
    /// - Throws: ``PostCardItError`` with the codes `invalid_json`, `invalid_idempotency_key`, `unauthenticated`,
    ///   `session_ended`, `idempotency_in_progress`, `payload_too_large`, `unsupported_media_type`,
    ///   `validation_failed`, `unknown_field`, `idempotency_key_reused`, `rate_limited`, `internal`, `unavailable`.
    @discardableResult
    public func createUpload(
        _ body: CreateUpload, idempotencyKey: String? = nil
    ) async throws(PostCardItError) -> Upload {
        try await response(to: APIRequest<Upload>.createUpload(body, idempotencyKey: idempotencyKey)).value
    }
}
