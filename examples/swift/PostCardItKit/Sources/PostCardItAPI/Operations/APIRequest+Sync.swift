// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `GET /v1/events`
    public static var listenEvents: Self { Self(rawValue: "listen_events") }
    /// `GET /v1/sync`
    public static var syncChanges: Self { Self(rawValue: "sync_changes") }
}

extension APIRequest where Reply == ByteStream {
    /// The request of ``PostCardItService/listenEvents(cursor:lastEventID:)`` as a value: `GET /v1/events`.
    public static func listenEvents(
        cursor: String? = nil, lastEventID: String? = nil
    ) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.listenEvents, "GET", accept: "text/event-stream", statuses: [200])
        draft.path += "/events"
        draft.validation.check(cursor, at: "?cursor", maxLength: 1024)
        draft.query("cursor", cursor)
        draft.header("Last-Event-ID", lastEventID)
        return try Self(stream: draft)
    }
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
