// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `GET /v1/events`
    public static var listenEvents: Self { Self(rawValue: "listen_events") }
    /// `GET /v1/sync`
    public static var syncChanges: Self { Self(rawValue: "sync_changes") }
}

extension APIRequest {
    /// The request of ``PostCardItService/listenEvents(cursor:lastEventID:)`` as a value: `GET /v1/events`.
    public static func listenEvents(
        cursor: String? = nil, lastEventID: String? = nil
    ) throws(PostCardItError) -> Self where Reply == ByteStream {
        var draft = RequestDraft(.listenEvents, "GET", "/events", accept: "text/event-stream", statuses: [200])
        draft.validation.check(cursor, at: "?cursor", maxLength: 1024)
        draft.query("cursor", cursor)
        draft.header("Last-Event-ID", lastEventID)
        return try Self(stream: draft)
    }

    /// The request of ``PostCardItService/syncChanges(cursor:limit:wait:)`` as a value: `GET /v1/sync`.
    public static func syncChanges(
        cursor: String? = nil, limit: Int? = nil, wait: Int? = nil
    ) throws(PostCardItError) -> Self where Reply == SyncPage {
        var draft = RequestDraft(.syncChanges, "GET", "/sync", statuses: [200])
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
        try await reply(to: APIRequest<SyncPage>.syncChanges(cursor: cursor, limit: limit, wait: wait))
    }
}
