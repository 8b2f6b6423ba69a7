// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `POST /v1/auth/change-email`
    public static var changeEmail: Self { Self(rawValue: "change_email") }
    /// `POST /v1/auth/change-password`
    public static var changePassword: Self { Self(rawValue: "change_password") }
    /// `POST /v1/auth/confirm-email`
    public static var confirmEmail: Self { Self(rawValue: "confirm_email") }
    /// `POST /v1/auth/confirm`
    public static var confirmUser: Self { Self(rawValue: "confirm_user") }
    /// `DELETE /v1/auth/sessions/{sessionId}`
    public static var endSession: Self { Self(rawValue: "end_session") }
    /// `POST /v1/auth/forgot-password`
    public static var forgotPassword: Self { Self(rawValue: "forgot_password") }
    /// `GET /v1/auth/sessions`
    public static var listSessions: Self { Self(rawValue: "list_sessions") }
    /// `POST /v1/auth/login`
    public static var loginUser: Self { Self(rawValue: "login_user") }
    /// `POST /v1/auth/logout`
    public static var logoutUser: Self { Self(rawValue: "logout_user") }
    /// `POST /v1/auth/refresh`
    public static var refreshTokens: Self { Self(rawValue: "refresh_tokens") }
    /// `POST /v1/auth/register`
    public static var registerUser: Self { Self(rawValue: "register_user") }
    /// `POST /v1/auth/resend-code`
    public static var resendCode: Self { Self(rawValue: "resend_code") }
    /// `POST /v1/auth/reset-password`
    public static var resetPassword: Self { Self(rawValue: "reset_password") }
}

extension APIRequest {
    /// The request of ``PostCardItService/changeEmail(_:)`` as a value: `POST /v1/auth/change-email`.
    public static func changeEmail(_ body: ChangeEmail) throws(PostCardItError) -> Self where Reply == CodeSent {
        var draft = RequestDraft(.changeEmail, "POST", "/auth/change-email", statuses: [202])
        try draft.send(checked: body)
        return try Self(json: draft)
    }

    /// The request of ``PostCardItService/changePassword(_:)`` as a value: `POST /v1/auth/change-password`.
    public static func changePassword(_ body: ChangePassword) throws(PostCardItError) -> Self where Reply == Void {
        var draft = RequestDraft(.changePassword, "POST", "/auth/change-password", statuses: [204])
        try draft.send(checked: body)
        return try Self(empty: draft)
    }

    /// The request of ``PostCardItService/confirmEmail(_:)`` as a value: `POST /v1/auth/confirm-email`.
    public static func confirmEmail(_ body: ConfirmEmail) throws(PostCardItError) -> Self where Reply == User {
        var draft = RequestDraft(.confirmEmail, "POST", "/auth/confirm-email", statuses: [200])
        try draft.send(checked: body)
        return try Self(json: draft)
    }

    /// The request of ``PostCardItService/confirmUser(_:)`` as a value: `POST /v1/auth/confirm`.
    public static func confirmUser(_ body: ConfirmUser) throws(PostCardItError) -> Self where Reply == Confirmed {
        var draft = RequestDraft(.confirmUser, "POST", "/auth/confirm", isPublic: true, statuses: [200])
        try draft.send(checked: body)
        return try Self(json: draft)
    }

    /// The request of ``PostCardItService/endSession(sessionID:)`` as a value: `DELETE /v1/auth/sessions/{sessionId}`.
    public static func endSession(sessionID: String) throws(PostCardItError) -> Self where Reply == Void {
        var draft = RequestDraft(.endSession, "DELETE", "/auth/sessions/", statuses: [204])
        draft.path("sessionId", sessionID)
        return try Self(empty: draft)
    }

    /// The request of ``PostCardItService/forgotPassword(_:)`` as a value: `POST /v1/auth/forgot-password`.
    public static func forgotPassword(_ body: ForgotPassword) throws(PostCardItError) -> Self where Reply == CodeSent {
        var draft = RequestDraft(.forgotPassword, "POST", "/auth/forgot-password", isPublic: true, statuses: [202])
        try draft.send(checked: body)
        return try Self(json: draft)
    }

    /// The request of ``PostCardItService/listSessions(ifNoneMatch:)`` as a value: `GET /v1/auth/sessions`.
    public static func listSessions(
        ifNoneMatch: String? = nil
    ) throws(PostCardItError) -> Self where Reply == SessionList {
        var draft = RequestDraft(.listSessions, "GET", "/auth/sessions", statuses: [200])
        draft.header("If-None-Match", ifNoneMatch)
        return try Self(json: draft)
    }

    /// The request of ``PostCardItService/loginUser(_:)`` as a value: `POST /v1/auth/login`.
    public static func loginUser(_ body: LoginUser) throws(PostCardItError) -> Self where Reply == TokenPair {
        var draft = RequestDraft(.loginUser, "POST", "/auth/login", isPublic: true, statuses: [200])
        try draft.send(checked: body)
        return try Self(json: draft)
    }

    /// The request of ``PostCardItService/logoutUser(_:)`` as a value: `POST /v1/auth/logout`.
    public static func logoutUser(_ body: LogoutUser) throws(PostCardItError) -> Self where Reply == Void {
        var draft = RequestDraft(.logoutUser, "POST", "/auth/logout", statuses: [204])
        try draft.send(checked: body)
        return try Self(empty: draft)
    }

    /// The request of ``PostCardItService/refreshTokens(_:)`` as a value: `POST /v1/auth/refresh`.
    public static func refreshTokens(_ body: RefreshTokens) throws(PostCardItError) -> Self where Reply == TokenPair {
        var draft = RequestDraft(.refreshTokens, "POST", "/auth/refresh", isPublic: true, statuses: [200])
        try draft.send(checked: body)
        return try Self(json: draft)
    }

    /// The request of ``PostCardItService/registerUser(_:)`` as a value: `POST /v1/auth/register`.
    public static func registerUser(_ body: RegisterUser) throws(PostCardItError) -> Self where Reply == CodeSent {
        var draft = RequestDraft(.registerUser, "POST", "/auth/register", isPublic: true, statuses: [202])
        try draft.send(checked: body)
        return try Self(json: draft)
    }

    /// The request of ``PostCardItService/resendCode(_:)`` as a value: `POST /v1/auth/resend-code`.
    public static func resendCode(_ body: ResendCode) throws(PostCardItError) -> Self where Reply == CodeSent {
        var draft = RequestDraft(.resendCode, "POST", "/auth/resend-code", isPublic: true, statuses: [202])
        try draft.send(checked: body)
        return try Self(json: draft)
    }

    /// The request of ``PostCardItService/resetPassword(_:)`` as a value: `POST /v1/auth/reset-password`.
    public static func resetPassword(_ body: ResetPassword) throws(PostCardItError) -> Self where Reply == Void {
        var draft = RequestDraft(.resetPassword, "POST", "/auth/reset-password", isPublic: true, statuses: [204])
        try draft.send(checked: body)
        return try Self(empty: draft)
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
        try await reply(to: APIRequest<CodeSent>.changeEmail(body))
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
        try await reply(to: APIRequest<Void>.changePassword(body))
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
        try await reply(to: APIRequest<User>.confirmEmail(body))
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
        try await reply(to: APIRequest<Confirmed>.confirmUser(body))
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
        try await reply(to: APIRequest<Void>.endSession(sessionID: sessionID))
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
        try await reply(to: APIRequest<CodeSent>.forgotPassword(body))
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
        try await reply(to: APIRequest<SessionList>.listSessions(ifNoneMatch: ifNoneMatch))
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
        try await reply(to: APIRequest<TokenPair>.loginUser(body))
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
        try await reply(to: APIRequest<Void>.logoutUser(body))
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
        try await reply(to: APIRequest<TokenPair>.refreshTokens(body))
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
        try await reply(to: APIRequest<CodeSent>.registerUser(body))
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
        try await reply(to: APIRequest<CodeSent>.resendCode(body))
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
        try await reply(to: APIRequest<Void>.resetPassword(body))
    }
}
