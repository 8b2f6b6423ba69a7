// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `GET /v1/auth/sessions`
    public static let listSessions = OperationID(rawValue: "list_sessions")
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

extension PostCardItService {
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
}
