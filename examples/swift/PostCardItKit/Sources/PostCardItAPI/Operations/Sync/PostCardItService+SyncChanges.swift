// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `GET /v1/sync`
    public static let syncChanges = OperationID(rawValue: "sync_changes")
}

extension APIRequest where Reply == SyncPage {
    /// The request of ``PostCardItService/syncChanges(cursor:limit:wait:)`` as a value: `GET /v1/sync`.
    public static func syncChanges(
        cursor: String? = nil, limit: Int? = nil, wait: Int? = nil
    ) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.syncChanges, "GET", statuses: [200])
        draft.path += "/sync"
        draft.validation.check(cursor, at: "?cursor", maxLength: 1024)
        draft.query("cursor", cursor)
        draft.validation.check(limit, at: "?limit", minimum: 1, maximum: 500)
        draft.query("limit", limit)
        draft.validation.check(wait, at: "?wait", minimum: 0, maximum: 25)
        draft.query("wait", wait)
        return try Self(json: draft)
    }
}

extension PostCardItService {
    /// What changed since a cursor; without one, everything that there is.
    ///
    /// HTTP: `GET /v1/sync`
    ///
    /// - Parameters:
    ///   - cursor: Where to go on. Without one: see the operation.
    ///   - limit: How many changes at the most. Without it: `100`.
    ///   - wait: Seconds to wait for a change when there is none. Without it: `0`.
    /// - Throws: ``PostCardItError`` with the codes `invalid_cursor`, `unauthenticated`, `session_ended`,
    ///   `cursor_expired`, `validation_failed`, `unknown_field`, `rate_limited`, `internal`, `unavailable`.
    public func syncChanges(
        cursor: String? = nil, limit: Int? = nil, wait: Int? = nil
    ) async throws(PostCardItError) -> SyncPage {
        try await response(to: APIRequest<SyncPage>.syncChanges(cursor: cursor, limit: limit, wait: wait)).value
    }
}
