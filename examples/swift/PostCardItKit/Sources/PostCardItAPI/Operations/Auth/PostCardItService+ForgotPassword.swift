// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `POST /v1/auth/forgot-password`
    public static let forgotPassword = OperationID(rawValue: "forgot_password")
}

extension APIRequest where Reply == CodeSent {
    /// The request of ``PostCardItService/forgotPassword(_:)`` as a value: `POST /v1/auth/forgot-password`.
    public static func forgotPassword(_ body: ForgotPassword) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.forgotPassword, "POST", statuses: [202])
        draft.path += "/auth/forgot-password"
        draft.isPublic = true
        draft.validation.check(body, at: "")
        try draft.send(json: body)
        return try Self(json: draft)
    }
}

extension PostCardItService {
    /// Mail a code for a new password, if the address has an account.
    ///
    /// HTTP: `POST /v1/auth/forgot-password`
    ///
    /// - Parameters:
    ///   - body: Mail a code for a new password, if the address has an account.
    /// - Throws: ``PostCardItError`` with the codes `invalid_json`, `payload_too_large`, `unsupported_media_type`,
    ///   `validation_failed`, `unknown_field`, `rate_limited`, `internal`, `unavailable`.
    @discardableResult
    public func forgotPassword(_ body: ForgotPassword) async throws(PostCardItError) -> CodeSent {
        try await response(to: APIRequest<CodeSent>.forgotPassword(body)).value
    }
}
