// Generated from PostCardIt 1. Do not edit.

import Foundation

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
        try await response(to: APIRequest<StampPage>.listStamps(category: category, ifNoneMatch: ifNoneMatch)).value
    }
}
