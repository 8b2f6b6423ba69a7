// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `POST /v1/auth/reset-password`
    public static let resetPassword = OperationID(rawValue: "reset_password")
}

extension APIRequest where Reply == Void {
    /// The request of ``PostCardItService/resetPassword(_:)`` as a value: `POST /v1/auth/reset-password`.
    public static func resetPassword(_ body: ResetPassword) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.resetPassword, "POST", statuses: [204])
        draft.path += "/auth/reset-password"
        draft.isPublic = true
        draft.validation.check(body, at: "")
        try draft.send(json: body)
        return try Self(empty: draft)
    }
}

extension PostCardItService {
    /// Set a new password with a code; every session ends.
    ///
    /// HTTP: `POST /v1/auth/reset-password`
    ///
    /// - Parameters:
    ///   - body: Set a new password with the code that was mailed; it ends every session.
    /// - Throws: ``PostCardItError`` with the codes `invalid_json`, `payload_too_large`, `unsupported_media_type`,
    ///   `validation_failed`, `unknown_field`, `password_too_common`, `invalid_code`, `rate_limited`, `internal`,
    ///   `unavailable`.
    public func resetPassword(_ body: ResetPassword) async throws(PostCardItError) {
        _ = try await response(to: APIRequest<Void>.resetPassword(body))
    }
}
