// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `GET /v1/users/me`
    public static let getMe = OperationID(rawValue: "get_me")
}

extension APIRequest where Reply == User {
    /// The request of ``PostCardItService/getMe(ifNoneMatch:)`` as a value: `GET /v1/users/me`.
    public static func getMe(ifNoneMatch: String? = nil) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.getMe, "GET", statuses: [200])
        draft.path += "/users/me"
        draft.header("If-None-Match", ifNoneMatch)
        return try Self(json: draft)
    }
}

extension PostCardItService {
    /// Your own profile.
    ///
    /// HTTP: `GET /v1/users/me`
    ///
    /// - Parameters:
    ///   - ifNoneMatch: An ETag that you have: 304 if it holds.
    /// - Throws: ``PostCardItError`` with the codes `unauthenticated`, `session_ended`, `rate_limited`, `internal`,
    ///   `unavailable`.
    public func getMe(ifNoneMatch: String? = nil) async throws(PostCardItError) -> User {
        try await response(to: APIRequest<User>.getMe(ifNoneMatch: ifNoneMatch)).value
    }
}
