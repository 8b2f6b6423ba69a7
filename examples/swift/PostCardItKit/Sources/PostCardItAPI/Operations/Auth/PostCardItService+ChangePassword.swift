// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `POST /v1/auth/change-password`
    public static let changePassword = OperationID(rawValue: "change_password")
}

extension APIRequest where Reply == Void {
    /// The request of ``PostCardItService/changePassword(_:)`` as a value: `POST /v1/auth/change-password`.
    public static func changePassword(_ body: ChangePassword) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.changePassword, "POST", statuses: [204])
        draft.path += "/auth/change-password"
        draft.validation.check(body, at: "")
        try draft.send(json: body)
        return try Self(empty: draft)
    }
}

extension PostCardItService {
    /// Set a new password with the present one; every other session ends.
    ///
    /// HTTP: `POST /v1/auth/change-password`
    ///
    /// - Parameters:
    ///   - body: Set a new password with the present one; it ends every other session.
    /// - Throws: ``PostCardItError`` with the codes `invalid_json`, `unauthenticated`, `session_ended`,
    ///   `wrong_password`, `payload_too_large`, `unsupported_media_type`, `validation_failed`, `unknown_field`,
    ///   `password_too_common`, `rate_limited`, `internal`, `unavailable`.
    public func changePassword(_ body: ChangePassword) async throws(PostCardItError) {
        _ = try await response(to: APIRequest<Void>.changePassword(body))
    }
}
