// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `POST /v1/auth/register`
    public static let registerUser = OperationID(rawValue: "register_user")
}

extension APIRequest where Reply == CodeSent {
    /// The request of ``PostCardItService/registerUser(_:)`` as a value: `POST /v1/auth/register`.
    public static func registerUser(_ body: RegisterUser) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.registerUser, "POST", statuses: [202])
        draft.path += "/auth/register"
        draft.isPublic = true
        draft.validation.check(body, at: "")
        try draft.send(json: body)
        return try Self(json: draft)
    }
}

extension PostCardItService {
    /// Open an account: a code is mailed to the address.
    ///
    /// HTTP: `POST /v1/auth/register`
    ///
    /// - Parameters:
    ///   - body: Open an account. Registering an address again replaces its unconfirmed registration.
    /// - Throws: ``PostCardItError`` with the codes `invalid_json`, `username_taken`, `payload_too_large`,
    ///   `unsupported_media_type`, `validation_failed`, `unknown_field`, `password_too_common`, `rate_limited`,
    ///   `internal`, `unavailable`.
    @discardableResult
    public func registerUser(_ body: RegisterUser) async throws(PostCardItError) -> CodeSent {
        try await response(to: APIRequest<CodeSent>.registerUser(body)).value
    }
}
