// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `POST /v1/auth/refresh`
    public static let refreshTokens = OperationID(rawValue: "refresh_tokens")
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

extension PostCardItService {
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
}
