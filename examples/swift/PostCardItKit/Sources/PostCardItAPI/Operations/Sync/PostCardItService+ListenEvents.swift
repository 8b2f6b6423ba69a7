// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `GET /v1/events`
    public static let listenEvents = OperationID(rawValue: "listen_events")
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
}
