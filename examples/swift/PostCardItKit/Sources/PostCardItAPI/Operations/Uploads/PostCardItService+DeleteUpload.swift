// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `DELETE /v1/uploads/{uploadId}`
    public static let deleteUpload = OperationID(rawValue: "delete_upload")
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

extension PostCardItService {
    /// Give an upload up: what has arrived is removed. Postcards that show its photo keep it.
    ///
    /// HTTP: `DELETE /v1/uploads/{uploadId}`
    ///
    /// - Parameters:
    ///   - uploadID: The upload's id.
    /// - Throws: ``PostCardItError`` with the codes `unauthenticated`, `session_ended`, `not_found`, `rate_limited`,
    ///   `internal`, `unavailable`.
    public func deleteUpload(uploadID: String) async throws(PostCardItError) {
        _ = try await response(to: APIRequest<Void>.deleteUpload(uploadID: uploadID))
    }
}
