// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `PUT /v1/users/{userId}/block`
    public static let blockUser = OperationID(rawValue: "block_user")
}

extension APIRequest where Reply == Friendship {
    /// The request of ``PostCardItService/blockUser(userID:)`` as a value: `PUT /v1/users/{userId}/block`.
    public static func blockUser(userID: String) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.blockUser, "PUT", statuses: [200])
        draft.path += "/users/"
        draft.path("userId", userID)
        draft.path += "/block"
        return try Self(json: draft)
    }
}

extension PostCardItService {
    /// Block someone: for them you are no longer there.
    ///
    /// HTTP: `PUT /v1/users/{userId}/block`
    ///
    /// - Parameters:
    ///   - userID: The person's id.
    /// - Throws: ``PostCardItError`` with the codes `unauthenticated`, `session_ended`, `not_found`,
    ///   `cannot_block_self`, `rate_limited`, `internal`, `unavailable`.
    @discardableResult
    public func blockUser(userID: String) async throws(PostCardItError) -> Friendship {
        try await response(to: APIRequest<Friendship>.blockUser(userID: userID)).value
    }
}
