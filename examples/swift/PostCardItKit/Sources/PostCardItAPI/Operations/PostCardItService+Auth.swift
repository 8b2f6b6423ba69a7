// Generated from PostCardIt 1. Do not edit.

import Foundation

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

    /// End one of your sessions.
    ///
    /// HTTP: `DELETE /v1/auth/sessions/{sessionId}`
    ///
    /// - Parameters:
    ///   - sessionID: The session's id.
    /// - Throws: ``PostCardItError`` with the codes `unauthenticated`, `session_ended`, `not_found`, `rate_limited`,
    ///   `internal`, `unavailable`.
    public func endSession(sessionID: String) async throws(PostCardItError) {
        _ = try await response(to: APIRequest<Void>.endSession(sessionID: sessionID))
    }

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

    /// Your live sessions, the last used first.
    ///
    /// HTTP: `GET /v1/auth/sessions`
    ///
    /// - Parameters:
    ///   - ifNoneMatch: An ETag that you have: 304 if it holds.
    /// - Throws: ``PostCardItError`` with the codes `unauthenticated`, `session_ended`, `rate_limited`, `internal`,
    ///   `unavailable`.
    public func listSessions(ifNoneMatch: String? = nil) async throws(PostCardItError) -> SessionList {
        try await response(to: APIRequest<SessionList>.listSessions(ifNoneMatch: ifNoneMatch)).value
    }

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

    /// Trade a refresh token for a new pair of tokens.
    ///
    /// HTTP: `POST /v1/auth/refresh`
    ///
    /// - Parameters:
    ///   - body: Trade a refresh token for a new pair. Each counts once; a lost answer may be asked for again for 30
    ///     seconds.
    /// - Throws: ``PostCardItError`` with the codes `invalid_json`, `session_ended`, `payload_too_large`,
    ///   `unsupported_media_type`, `validation_failed`, `unknown_field`, `rate_limited`, `internal`, `unavailable`.
    @discardableResult
    public func refreshTokens(_ body: RefreshTokens) async throws(PostCardItError) -> TokenPair {
        try await response(to: APIRequest<TokenPair>.refreshTokens(body)).value
    }

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
