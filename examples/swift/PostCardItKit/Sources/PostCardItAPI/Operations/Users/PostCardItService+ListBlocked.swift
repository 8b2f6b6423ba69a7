// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `GET /v1/users/blocked`
    public static let listBlocked = OperationID(rawValue: "list_blocked")
}

extension APIRequest where Reply == BlockedPage {
    /// The request of ``PostCardItService/listBlocked(limit:cursor:ifNoneMatch:)`` as a value: `GET /v1/users/blocked`.
    public static func listBlocked(
        limit: Int? = nil, cursor: String? = nil, ifNoneMatch: String? = nil
    ) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.listBlocked, "GET", statuses: [200])
        draft.path += "/users/blocked"
        draft.validation.check(limit, at: "?limit", minimum: 1, maximum: 100)
        draft.query("limit", limit)
        draft.validation.check(cursor, at: "?cursor", maxLength: 1024)
        draft.query("cursor", cursor)
        draft.header("If-None-Match", ifNoneMatch)
        return try Self(json: draft)
    }
}

extension PostCardItService {
    /// People whom you have blocked, the last blocked first.
    ///
    /// HTTP: `GET /v1/users/blocked`
    ///
    /// - Parameters:
    ///   - limit: How many items at the most. Without it: `20`.
    ///   - cursor: `nextCursor` of the page before.
    ///   - ifNoneMatch: An ETag that you have: 304 if it holds.
    /// - Throws: ``PostCardItError`` with the codes `invalid_cursor`, `unauthenticated`, `session_ended`,
    ///   `validation_failed`, `unknown_field`, `rate_limited`, `internal`, `unavailable`.
    public func listBlocked(
        limit: Int? = nil, cursor: String? = nil, ifNoneMatch: String? = nil
    ) async throws(PostCardItError) -> BlockedPage {
        try await response(to: APIRequest<BlockedPage>.listBlocked(
            limit: limit, cursor: cursor, ifNoneMatch: ifNoneMatch
        )).value
    }

    /// People whom you have blocked, the last blocked first. Page by page, each fetched when it is asked for: `GET /v1/users/blocked`
    public func listBlockedPages(limit: Int? = nil, cursor: String? = nil) -> Pages<BlockedPage> {
        Pages(from: cursor) { (cursor) async throws(PostCardItError) in
            try await listBlocked(limit: limit, cursor: cursor)
        }
    }
}
