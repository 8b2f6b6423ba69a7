// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `POST /v1/auth/resend-code`
    public static let resendCode = OperationID(rawValue: "resend_code")
}

extension APIRequest where Reply == CodeSent {
    /// The request of ``PostCardItService/resendCode(_:)`` as a value: `POST /v1/auth/resend-code`.
    public static func resendCode(_ body: ResendCode) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.resendCode, "POST", statuses: [202])
        draft.path += "/auth/resend-code"
        draft.isPublic = true
        draft.validation.check(body, at: "")
        try draft.send(json: body)
        return try Self(json: draft)
    }
}

extension PostCardItService {
    /// Mail a new code to an address that waits for confirmation.
    ///
    /// HTTP: `POST /v1/auth/resend-code`
    ///
    /// - Parameters:
    ///   - body: Mail a new code to an address that waits for confirmation.
    /// - Throws: ``PostCardItError`` with the codes `invalid_json`, `payload_too_large`, `unsupported_media_type`,
    ///   `validation_failed`, `unknown_field`, `rate_limited`, `internal`, `unavailable`.
    @discardableResult
    public func resendCode(_ body: ResendCode) async throws(PostCardItError) -> CodeSent {
        try await response(to: APIRequest<CodeSent>.resendCode(body)).value
    }
}
