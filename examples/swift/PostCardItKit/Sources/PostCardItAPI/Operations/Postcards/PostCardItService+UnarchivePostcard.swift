// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `DELETE /v1/postcards/{postcardId}/archive`
    public static let unarchivePostcard = OperationID(rawValue: "unarchive_postcard")
}

extension APIRequest where Reply == Postcard {
    /// The request of ``PostCardItService/unarchivePostcard(postcardID:)`` as a value: `DELETE /v1/postcards/{postcardId}/archive`.
    public static func unarchivePostcard(postcardID: String) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.unarchivePostcard, "DELETE", statuses: [200])
        draft.path += "/postcards/"
        draft.path("postcardId", postcardID)
        draft.path += "/archive"
        return try Self(json: draft)
    }
}

extension PostCardItService {
    /// Take a postcard out of your archive.
    ///
    /// HTTP: `DELETE /v1/postcards/{postcardId}/archive`
    ///
    /// - Parameters:
    ///   - postcardID: The postcard's id.
    /// - Throws: ``PostCardItError`` with the codes `unauthenticated`, `session_ended`, `not_found`, `rate_limited`,
    ///   `internal`, `unavailable`.
    @discardableResult
    public func unarchivePostcard(postcardID: String) async throws(PostCardItError) -> Postcard {
        try await response(to: APIRequest<Postcard>.unarchivePostcard(postcardID: postcardID)).value
    }
}
