// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `POST /v1/auth/confirm`
    public static let confirmUser = OperationID(rawValue: "confirm_user")
}

extension APIRequest where Reply == Confirmed {
    /// The request of ``PostCardItService/confirmUser(_:)`` as a value: `POST /v1/auth/confirm`.
    public static func confirmUser(_ body: ConfirmUser) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.confirmUser, "POST", statuses: [200])
        draft.path += "/auth/confirm"
        draft.isPublic = true
        draft.validation.check(body, at: "")
        try draft.send(json: body)
        return try Self(json: draft)
    }
}

extension PostCardItService {
    /// Confirm an address with the code mailed to it.
    ///
    /// HTTP: `POST /v1/auth/confirm`
    ///
    /// - Parameters:
    ///   - body: Prove an address with the code that was mailed to it; with the password, sign in at once.
    /// - Throws: ``PostCardItError`` with the codes `invalid_json`, `username_taken`, `payload_too_large`,
    ///   `unsupported_media_type`, `validation_failed`, `unknown_field`, `invalid_code`, `rate_limited`, `internal`,
    ///   `unavailable`.
    @discardableResult
    public func confirmUser(_ body: ConfirmUser) async throws(PostCardItError) -> Confirmed {
        try await response(to: APIRequest<Confirmed>.confirmUser(body)).value
    }
}
