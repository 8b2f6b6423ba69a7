// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `GET /v1/users/{userId}`
    public static let getUser = OperationID(rawValue: "get_user")
}

extension APIRequest where Reply == User {
    /// The request of ``PostCardItService/getUser(userID:ifNoneMatch:)`` as a value: `GET /v1/users/{userId}`.
    public static func getUser(userID: String, ifNoneMatch: String? = nil) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.getUser, "GET", statuses: [200])
        draft.path += "/users/"
        draft.path("userId", userID)
        draft.header("If-None-Match", ifNoneMatch)
        return try Self(json: draft)
    }
}

extension PostCardItService {
    /// A person's profile.
    ///
    /// HTTP: `GET /v1/users/{userId}`
    ///
    /// - Parameters:
    ///   - userID: The person's id.
    ///   - ifNoneMatch: An ETag that you have: 304 if it holds.
    /// - Throws: ``PostCardItError`` with the codes `unauthenticated`, `session_ended`, `not_found`, `rate_limited`,
    ///   `internal`, `unavailable`.
    public func getUser(userID: String, ifNoneMatch: String? = nil) async throws(PostCardItError) -> User {
        try await response(to: APIRequest<User>.getUser(userID: userID, ifNoneMatch: ifNoneMatch)).value
    }
}
