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

extension APIRequest where Reply == Void {
    /// The request of ``PostCardItService/deleteUpload(uploadID:)`` as a value: `DELETE /v1/uploads/{uploadId}`.
    public static func deleteUpload(uploadID: String) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.deleteUpload, "DELETE", statuses: [204])
        draft.path += "/uploads/"
        draft.path("uploadId", uploadID)
        return try Self(empty: draft)
    }
}

extension APIRequest where Reply == Upload {
    /// The request of ``PostCardItService/getUpload(uploadID:ifNoneMatch:)`` as a value: `GET /v1/uploads/{uploadId}`.
    public static func getUpload(uploadID: String, ifNoneMatch: String? = nil) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.getUpload, "GET", statuses: [200])
        draft.path += "/uploads/"
        draft.path("uploadId", uploadID)
        draft.header("If-None-Match", ifNoneMatch)
        return try Self(json: draft)
    }
}
