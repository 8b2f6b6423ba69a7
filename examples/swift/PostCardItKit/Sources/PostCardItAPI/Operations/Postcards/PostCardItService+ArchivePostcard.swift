// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `PUT /v1/postcards/{postcardId}/archive`
    public static let archivePostcard = OperationID(rawValue: "archive_postcard")
}

extension APIRequest where Reply == Postcard {
    /// The request of ``PostCardItService/archivePostcard(postcardID:)`` as a value: `PUT /v1/postcards/{postcardId}/archive`.
    public static func archivePostcard(postcardID: String) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.archivePostcard, "PUT", statuses: [200])
        draft.path += "/postcards/"
        draft.path("postcardId", postcardID)
        draft.path += "/archive"
        return try Self(json: draft)
    }
}

extension PostCardItService {
    /// Archive a postcard on your side.
    ///
    /// HTTP: `PUT /v1/postcards/{postcardId}/archive`
    ///
    /// - Parameters:
    ///   - postcardID: The postcard's id.
    /// - Throws: ``PostCardItError`` with the codes `unauthenticated`, `session_ended`, `not_found`, `rate_limited`,
    ///   `internal`, `unavailable`.
    @discardableResult
    public func archivePostcard(postcardID: String) async throws(PostCardItError) -> Postcard {
        try await response(to: APIRequest<Postcard>.archivePostcard(postcardID: postcardID)).value
    }
}
