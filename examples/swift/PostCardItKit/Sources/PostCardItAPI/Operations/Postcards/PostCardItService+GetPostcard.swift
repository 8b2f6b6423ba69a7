// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `GET /v1/postcards/{postcardId}`
    public static let getPostcard = OperationID(rawValue: "get_postcard")
}

extension APIRequest where Reply == Postcard {
    /// The request of ``PostCardItService/getPostcard(postcardID:ifNoneMatch:)`` as a value: `GET /v1/postcards/{postcardId}`.
    public static func getPostcard(postcardID: String, ifNoneMatch: String? = nil) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.getPostcard, "GET", statuses: [200])
        draft.path += "/postcards/"
        draft.path("postcardId", postcardID)
        draft.header("If-None-Match", ifNoneMatch)
        return try Self(json: draft)
    }
}

extension PostCardItService {
    /// One postcard.
    ///
    /// HTTP: `GET /v1/postcards/{postcardId}`
    ///
    /// - Parameters:
    ///   - postcardID: The postcard's id.
    ///   - ifNoneMatch: An ETag that you have: 304 if it holds.
    /// - Throws: ``PostCardItError`` with the codes `unauthenticated`, `session_ended`, `not_found`, `rate_limited`,
    ///   `internal`, `unavailable`.
    public func getPostcard(postcardID: String, ifNoneMatch: String? = nil) async throws(PostCardItError) -> Postcard {
        try await response(to: APIRequest<Postcard>.getPostcard(postcardID: postcardID, ifNoneMatch: ifNoneMatch)).value
    }
}
