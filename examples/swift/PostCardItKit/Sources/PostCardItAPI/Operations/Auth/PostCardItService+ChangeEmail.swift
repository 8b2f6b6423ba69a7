// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `POST /v1/auth/change-email`
    public static let changeEmail = OperationID(rawValue: "change_email")
}

extension APIRequest where Reply == CodeSent {
    /// The request of ``PostCardItService/changeEmail(_:)`` as a value: `POST /v1/auth/change-email`.
    public static func changeEmail(_ body: ChangeEmail) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.changeEmail, "POST", statuses: [202])
        draft.path += "/auth/change-email"
        draft.validation.check(body, at: "")
        try draft.send(json: body)
        return try Self(json: draft)
    }
}

extension PostCardItService {
    /// Ask for another e-mail address: a code is mailed to it.
    ///
    /// HTTP: `POST /v1/auth/change-email`
    ///
    /// - Parameters:
    ///   - body: Ask for another address: a code is mailed to it, and the present one is told.
    /// - Throws: ``PostCardItError`` with the codes `invalid_json`, `unauthenticated`, `session_ended`,
    ///   `wrong_password`, `payload_too_large`, `unsupported_media_type`, `validation_failed`, `unknown_field`,
    ///   `rate_limited`, `internal`, `unavailable`.
    @discardableResult
    public func changeEmail(_ body: ChangeEmail) async throws(PostCardItError) -> CodeSent {
        try await response(to: APIRequest<CodeSent>.changeEmail(body)).value
    }
}
