// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `POST /v1/uploads`
    public static var createUpload: Self { Self(rawValue: "create_upload") }
    /// `DELETE /v1/uploads/{uploadId}`
    public static var deleteUpload: Self { Self(rawValue: "delete_upload") }
    /// `GET /v1/uploads/{uploadId}`
    public static var getUpload: Self { Self(rawValue: "get_upload") }
}

extension APIRequest {
    /// The request of ``PostCardItService/createUpload(_:idempotencyKey:)`` as a value: `POST /v1/uploads`.
    public static func createUpload(
        _ body: CreateUpload, idempotencyKey: String? = nil
    ) throws(PostCardItError) -> Self where Reply == Upload {
        var draft = RequestDraft(.createUpload, "POST", "/uploads", statuses: [201])
        draft.key(idempotencyKey)
        try draft.send(checked: body)
        return try Self(json: draft)
    }

    /// The request of ``PostCardItService/deleteUpload(uploadID:)`` as a value: `DELETE /v1/uploads/{uploadId}`.
    public static func deleteUpload(uploadID: String) throws(PostCardItError) -> Self where Reply == Void {
        var draft = RequestDraft(.deleteUpload, "DELETE", "/uploads/", statuses: [204])
        draft.path("uploadId", uploadID)
        return try Self(empty: draft)
    }

    /// The request of ``PostCardItService/getUpload(uploadID:ifNoneMatch:)`` as a value: `GET /v1/uploads/{uploadId}`.
    public static func getUpload(
        uploadID: String, ifNoneMatch: String? = nil
    ) throws(PostCardItError) -> Self where Reply == Upload {
        var draft = RequestDraft(.getUpload, "GET", "/uploads/", statuses: [200])
        draft.path("uploadId", uploadID)
        draft.header("If-None-Match", ifNoneMatch)
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
        try await reply(to: APIRequest<Upload>.createUpload(body, idempotencyKey: idempotencyKey))
    }

    /// Give an upload up: what has arrived is removed. Postcards that show its photo keep it.
    ///
    /// HTTP: `DELETE /v1/uploads/{uploadId}`
    ///
    /// - Parameters:
    ///   - uploadID: The upload's id.
    /// - Throws: ``PostCardItError`` with the codes `unauthenticated`, `session_ended`, `not_found`, `rate_limited`,
    ///   `internal`, `unavailable`.
    public func deleteUpload(uploadID: String) async throws(PostCardItError) {
        try await reply(to: APIRequest<Void>.deleteUpload(uploadID: uploadID))
    }

    /// What became of a photo.
    ///
    /// HTTP: `GET /v1/uploads/{uploadId}`
    ///
    /// - Parameters:
    ///   - uploadID: The upload's id.
    ///   - ifNoneMatch: An ETag that you have: 304 if it holds.
    /// - Throws: ``PostCardItError`` with the codes `unauthenticated`, `session_ended`, `not_found`, `rate_limited`,
    ///   `internal`, `unavailable`.
    public func getUpload(uploadID: String, ifNoneMatch: String? = nil) async throws(PostCardItError) -> Upload {
        try await reply(to: APIRequest<Upload>.getUpload(uploadID: uploadID, ifNoneMatch: ifNoneMatch))
    }
}
