// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `GET /v1/users/me/stats`
    public static let getStats = OperationID(rawValue: "get_stats")
}

extension APIRequest where Reply == UserStats {
    /// The request of ``PostCardItService/getStats(ifNoneMatch:)`` as a value: `GET /v1/users/me/stats`.
    public static func getStats(ifNoneMatch: String? = nil) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.getStats, "GET", statuses: [200])
        draft.path += "/users/me/stats"
        draft.header("If-None-Match", ifNoneMatch)
        return try Self(json: draft)
    }
}

extension PostCardItService {
    /// The numbers of your profile: postcards, places, friends.
    ///
    /// HTTP: `GET /v1/users/me/stats`
    ///
    /// - Parameters:
    ///   - ifNoneMatch: An ETag that you have: 304 if it holds.
    /// - Throws: ``PostCardItError`` with the codes `unauthenticated`, `session_ended`, `rate_limited`, `internal`,
    ///   `unavailable`.
    public func getStats(ifNoneMatch: String? = nil) async throws(PostCardItError) -> UserStats {
        try await response(to: APIRequest<UserStats>.getStats(ifNoneMatch: ifNoneMatch)).value
    }
}
