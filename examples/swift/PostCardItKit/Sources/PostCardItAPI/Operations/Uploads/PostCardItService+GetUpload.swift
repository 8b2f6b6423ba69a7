// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `GET /v1/uploads/{uploadId}`
    public static let getUpload = OperationID(rawValue: "get_upload")
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

extension PostCardItService {
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
        try await response(to: APIRequest<Upload>.getUpload(uploadID: uploadID, ifNoneMatch: ifNoneMatch)).value
    }
}
