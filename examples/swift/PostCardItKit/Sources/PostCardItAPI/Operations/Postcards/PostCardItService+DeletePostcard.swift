// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `DELETE /v1/postcards/{postcardId}`
    public static let deletePostcard = OperationID(rawValue: "delete_postcard")
}

extension APIRequest where Reply == Void {
    /// The request of ``PostCardItService/deletePostcard(postcardID:)`` as a value: `DELETE /v1/postcards/{postcardId}`.
    public static func deletePostcard(postcardID: String) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.deletePostcard, "DELETE", statuses: [204])
        draft.path += "/postcards/"
        draft.path("postcardId", postcardID)
        return try Self(empty: draft)
    }
}

extension PostCardItService {
    /// Withdraw a postcard that has not been read, or remove a received one from your box.
    ///
    /// HTTP: `DELETE /v1/postcards/{postcardId}`
    ///
    /// - Parameters:
    ///   - postcardID: The postcard's id.
    /// - Throws: ``PostCardItError`` with the codes `unauthenticated`, `session_ended`, `not_found`, `already_read`,
    ///   `rate_limited`, `internal`, `unavailable`.
    public func deletePostcard(postcardID: String) async throws(PostCardItError) {
        _ = try await response(to: APIRequest<Void>.deletePostcard(postcardID: postcardID))
    }
}
