// Generated from PostCardIt 1. Do not edit.

import Foundation

extension PostCardItService {
    /// The same changes as they happen, as server-sent events.
    ///
    /// HTTP: `GET /v1/events`
    ///
    /// - Parameters:
    ///   - cursor: Where to go on. Without one: see the operation.
    ///   - lastEventID: The id of the last event that you have: what came after it is sent.
    /// - Throws: ``PostCardItError`` with the codes `invalid_cursor`, `unauthenticated`, `session_ended`,
    ///   `cursor_expired`, `validation_failed`, `unknown_field`, `rate_limited`, `internal`, `unavailable`.
    public func listenEvents(
        cursor: String? = nil, lastEventID: String? = nil
    ) async throws(PostCardItError) -> ByteStream {
        try await stream(APIRequest<ByteStream>.listenEvents(cursor: cursor, lastEventID: lastEventID))
    }

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
