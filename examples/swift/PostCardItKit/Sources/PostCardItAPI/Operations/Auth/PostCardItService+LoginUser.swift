// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `POST /v1/auth/login`
    public static let loginUser = OperationID(rawValue: "login_user")
}

extension APIRequest where Reply == TokenPair {
    /// The request of ``PostCardItService/loginUser(_:)`` as a value: `POST /v1/auth/login`.
    public static func loginUser(_ body: LoginUser) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.loginUser, "POST", statuses: [200])
        draft.path += "/auth/login"
        draft.isPublic = true
        draft.validation.check(body, at: "")
        try draft.send(json: body)
        return try Self(json: draft)
    }
}

extension PostCardItService {
    /// Sign in and start a session.
    ///
    /// HTTP: `POST /v1/auth/login`
    ///
    /// - Parameters:
    ///   - body: Sign in with an e-mail address or a username.
    /// - Throws: ``PostCardItError`` with the codes `invalid_json`, `wrong_credentials`, `payload_too_large`,
    ///   `unsupported_media_type`, `validation_failed`, `unknown_field`, `rate_limited`, `internal`, `unavailable`.
    @discardableResult
    public func loginUser(_ body: LoginUser) async throws(PostCardItError) -> TokenPair {
        try await response(to: APIRequest<TokenPair>.loginUser(body)).value
    }
}
