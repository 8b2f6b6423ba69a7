// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `PUT /v1/postcards/{postcardId}/read`
    public static let readPostcard = OperationID(rawValue: "read_postcard")
}

extension APIRequest where Reply == Postcard {
    /// The request of ``PostCardItService/readPostcard(postcardID:)`` as a value: `PUT /v1/postcards/{postcardId}/read`.
    public static func readPostcard(postcardID: String) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.readPostcard, "PUT", statuses: [200])
        draft.path += "/postcards/"
        draft.path("postcardId", postcardID)
        draft.path += "/read"
        return try Self(json: draft)
    }
}

extension PostCardItService {
    /// Mark a postcard that you received as read.
    ///
    /// HTTP: `PUT /v1/postcards/{postcardId}/read`
    ///
    /// - Parameters:
    ///   - postcardID: The postcard's id.
    /// - Throws: ``PostCardItError`` with the codes `unauthenticated`, `session_ended`, `not_found`, `rate_limited`,
    ///   `internal`, `unavailable`.
    @discardableResult
    public func readPostcard(postcardID: String) async throws(PostCardItError) -> Postcard {
        try await response(to: APIRequest<Postcard>.readPostcard(postcardID: postcardID)).value
    }
}
