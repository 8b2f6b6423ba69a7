// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `DELETE /v1/auth/sessions/{sessionId}`
    public static let endSession = OperationID(rawValue: "end_session")
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

extension PostCardItService {
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
}
