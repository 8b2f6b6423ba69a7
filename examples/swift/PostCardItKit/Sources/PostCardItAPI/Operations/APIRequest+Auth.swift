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

extension APIRequest where Reply == Void {
    /// The request of ``PostCardItService/changePassword(_:)`` as a value: `POST /v1/auth/change-password`.
    public static func changePassword(_ body: ChangePassword) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.changePassword, "POST", statuses: [204])
        draft.path += "/auth/change-password"
        draft.validation.check(body, at: "")
        try draft.send(json: body)
        return try Self(empty: draft)
    }
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

extension APIRequest where Reply == Void {
    /// The request of ``PostCardItService/endSession(sessionID:)`` as a value: `DELETE /v1/auth/sessions/{sessionId}`.
    public static func endSession(sessionID: String) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.endSession, "DELETE", statuses: [204])
        draft.path += "/auth/sessions/"
        draft.path("sessionId", sessionID)
        return try Self(empty: draft)
    }
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

extension APIRequest where Reply == SessionList {
    /// The request of ``PostCardItService/listSessions(ifNoneMatch:)`` as a value: `GET /v1/auth/sessions`.
    public static func listSessions(ifNoneMatch: String? = nil) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.listSessions, "GET", statuses: [200])
        draft.path += "/auth/sessions"
        draft.header("If-None-Match", ifNoneMatch)
        return try Self(json: draft)
    }
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

extension APIRequest where Reply == Void {
    /// The request of ``PostCardItService/logoutUser(_:)`` as a value: `POST /v1/auth/logout`.
    public static func logoutUser(_ body: LogoutUser) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.logoutUser, "POST", statuses: [204])
        draft.path += "/auth/logout"
        draft.validation.check(body, at: "")
        try draft.send(json: body)
        return try Self(empty: draft)
    }
}

extension APIRequest where Reply == TokenPair {
    /// The request of ``PostCardItService/refreshTokens(_:)`` as a value: `POST /v1/auth/refresh`.
    public static func refreshTokens(_ body: RefreshTokens) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.refreshTokens, "POST", statuses: [200])
        draft.path += "/auth/refresh"
        draft.isPublic = true
        draft.validation.check(body, at: "")
        try draft.send(json: body)
        return try Self(json: draft)
    }
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
