// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `DELETE /v1/users/{userId}/block`
    public static let unblockUser = OperationID(rawValue: "unblock_user")
}

extension APIRequest where Reply == Void {
    /// The request of ``PostCardItService/unblockUser(userID:)`` as a value: `DELETE /v1/users/{userId}/block`.
    public static func unblockUser(userID: String) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.unblockUser, "DELETE", statuses: [204])
        draft.path += "/users/"
        draft.path("userId", userID)
        draft.path += "/block"
        return try Self(empty: draft)
    }
}

extension PostCardItService {
    /// Lift a block; no friendship comes back.
    ///
    /// HTTP: `DELETE /v1/users/{userId}/block`
    ///
    /// - Parameters:
    ///   - userID: The person's id.
    /// - Throws: ``PostCardItError`` with the codes `unauthenticated`, `session_ended`, `not_found`, `rate_limited`,
    ///   `internal`, `unavailable`.
    public func unblockUser(userID: String) async throws(PostCardItError) {
        _ = try await response(to: APIRequest<Void>.unblockUser(userID: userID))
    }
}
