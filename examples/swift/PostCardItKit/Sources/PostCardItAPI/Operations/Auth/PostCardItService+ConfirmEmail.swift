// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `POST /v1/auth/confirm-email`
    public static let confirmEmail = OperationID(rawValue: "confirm_email")
}

extension APIRequest where Reply == User {
    /// The request of ``PostCardItService/confirmEmail(_:)`` as a value: `POST /v1/auth/confirm-email`.
    public static func confirmEmail(_ body: ConfirmEmail) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.confirmEmail, "POST", statuses: [200])
        draft.path += "/auth/confirm-email"
        draft.validation.check(body, at: "")
        try draft.send(json: body)
        return try Self(json: draft)
    }
}

extension PostCardItService {
    /// Make the new address your own with the code mailed to it.
    ///
    /// HTTP: `POST /v1/auth/confirm-email`
    ///
    /// - Parameters:
    ///   - body: Make the address one's own with the code that was mailed to it.
    /// - Throws: ``PostCardItError`` with the codes `invalid_json`, `unauthenticated`, `session_ended`,
    ///   `payload_too_large`, `unsupported_media_type`, `validation_failed`, `unknown_field`, `invalid_code`,
    ///   `rate_limited`, `internal`, `unavailable`.
    @discardableResult
    public func confirmEmail(_ body: ConfirmEmail) async throws(PostCardItError) -> User {
        try await response(to: APIRequest<User>.confirmEmail(body)).value
    }
}
