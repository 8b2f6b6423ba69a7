// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `DELETE /v1/users/me/avatar`
    public static let removeAvatar = OperationID(rawValue: "remove_avatar")
}

extension APIRequest where Reply == User {
    /// The request of ``PostCardItService/removeAvatar()`` as a value: `DELETE /v1/users/me/avatar`.
    public static func removeAvatar() throws(PostCardItError) -> Self {
        var draft = RequestDraft(.removeAvatar, "DELETE", statuses: [200])
        draft.path += "/users/me/avatar"
        return try Self(json: draft)
    }
}

extension PostCardItService {
    /// Have no profile picture.
    ///
    /// HTTP: `DELETE /v1/users/me/avatar`
    ///
    /// - Throws: ``PostCardItError`` with the codes `unauthenticated`, `session_ended`, `rate_limited`, `internal`,
    ///   `unavailable`.
    @discardableResult
    public func removeAvatar() async throws(PostCardItError) -> User {
        try await response(to: APIRequest<User>.removeAvatar()).value
    }
}
