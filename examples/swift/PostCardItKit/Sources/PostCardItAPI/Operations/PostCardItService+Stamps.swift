// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `GET /v1/stamps`
    public static var listStamps: Self { Self(rawValue: "list_stamps") }
}

extension APIRequest {
    /// The request of ``PostCardItService/listStamps(category:ifNoneMatch:)`` as a value: `GET /v1/stamps`.
    public static func listStamps(
        category: StampCategory? = nil, ifNoneMatch: String? = nil
    ) throws(PostCardItError) -> Self where Reply == StampPage {
        var draft = RequestDraft(.listStamps, "GET", "/stamps", statuses: [200])
        draft.query("category", category)
        draft.header("If-None-Match", ifNoneMatch)
        return try Self(json: draft)
    }
}

extension PostCardItService {
    /// The stamps there are.
    ///
    /// HTTP: `GET /v1/stamps`
    ///
    /// - Parameters:
    ///   - category: What a stamp is about.
    ///   - ifNoneMatch: An ETag that you have: 304 if it holds.
    /// - Throws: ``PostCardItError`` with the codes `unauthenticated`, `session_ended`, `validation_failed`,
    ///   `unknown_field`, `rate_limited`, `internal`, `unavailable`.
    public func listStamps(
        category: StampCategory? = nil, ifNoneMatch: String? = nil
    ) async throws(PostCardItError) -> StampPage {
        try await reply(to: APIRequest<StampPage>.listStamps(category: category, ifNoneMatch: ifNoneMatch))
    }
}
