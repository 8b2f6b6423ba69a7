// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `POST /v1/auth/logout`
    public static let logoutUser = OperationID(rawValue: "logout_user")
}

extension APIRequest where Reply == Void {
    /// The request of ``PostCardItService/logoutUser(_:)`` as a value: `POST /v1/auth/logout`.
    public static func logoutUser(_ body: LogoutUser) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.logoutUser, "POST", statuses: [204])
        draft.path += "/auth/logout"
        draft.validation.check(body, at: "")
        try draft.send(json: body)
        return try Self(empty: draft)
    }
}

extension PostCardItService {
    /// End a session, or all of them.
    ///
    /// HTTP: `POST /v1/auth/logout`
    ///
    /// - Parameters:
    ///   - body: End this session, the one that a refresh token belongs to, or with `all` every session of the user.
    /// - Throws: ``PostCardItError`` with the codes `invalid_json`, `unauthenticated`, `session_ended`,
    ///   `payload_too_large`, `unsupported_media_type`, `validation_failed`, `unknown_field`, `rate_limited`,
    ///   `internal`, `unavailable`.
    public func logoutUser(_ body: LogoutUser) async throws(PostCardItError) {
        _ = try await response(to: APIRequest<Void>.logoutUser(body))
    }
}
