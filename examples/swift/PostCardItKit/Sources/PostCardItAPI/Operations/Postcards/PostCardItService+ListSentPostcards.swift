// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `GET /v1/postcards/sent`
    public static let listSentPostcards = OperationID(rawValue: "list_sent_postcards")
}

extension APIRequest where Reply == PostcardPage {
    /// The request of ``PostCardItService/listSentPostcards(limit:cursor:status:unread:archived:ifNoneMatch:)`` as a value: `GET /v1/postcards/sent`.
    public static func listSentPostcards(
        limit: Int? = nil, cursor: String? = nil, status: PostcardStatus? = nil, unread: Bool? = nil,
        archived: Bool? = nil, ifNoneMatch: String? = nil
    ) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.listSentPostcards, "GET", statuses: [200])
        draft.path += "/postcards/sent"
        draft.validation.check(limit, at: "?limit", minimum: 1, maximum: 100)
        draft.query("limit", limit)
        draft.validation.check(cursor, at: "?cursor", maxLength: 1024)
        draft.query("cursor", cursor)
        draft.query("status", status)
        draft.query("unread", unread)
        draft.query("archived", archived)
        draft.header("If-None-Match", ifNoneMatch)
        return try Self(json: draft)
    }
}

extension PostCardItService {
    /// Postcards you sent, the newest first.
    ///
    /// HTTP: `GET /v1/postcards/sent`
    ///
    /// - Parameters:
    ///   - limit: How many items at the most. Without it: `20`.
    ///   - cursor: `nextCursor` of the page before.
    ///   - status: How far a postcard is. The server knows sent, delivered and read; draft and queued exist only in
    ///     clients.
    ///   - unread: true: not read yet; false: read.
    ///   - archived: true: archived on one's own side; false: the others. Without it: `false`.
    ///   - ifNoneMatch: An ETag that you have: 304 if it holds.
    /// - Throws: ``PostCardItError`` with the codes `invalid_cursor`, `unauthenticated`, `session_ended`,
    ///   `validation_failed`, `unknown_field`, `rate_limited`, `internal`, `unavailable`.
    public func listSentPostcards(
        limit: Int? = nil, cursor: String? = nil, status: PostcardStatus? = nil, unread: Bool? = nil,
        archived: Bool? = nil, ifNoneMatch: String? = nil
    ) async throws(PostCardItError) -> PostcardPage {
        try await response(to: APIRequest<PostcardPage>.listSentPostcards(
            limit: limit, cursor: cursor, status: status, unread: unread, archived: archived, ifNoneMatch: ifNoneMatch
        )).value
    }

    /// Postcards you sent, the newest first. Page by page, each fetched when it is asked for: `GET /v1/postcards/sent`
    public func listSentPostcardsPages(
        limit: Int? = nil, cursor: String? = nil, status: PostcardStatus? = nil, unread: Bool? = nil,
        archived: Bool? = nil
    ) -> Pages<PostcardPage> {
        Pages(from: cursor) { (cursor) async throws(PostCardItError) in
            try await listSentPostcards(
                limit: limit, cursor: cursor, status: status, unread: unread, archived: archived
            )
        }
    }
}
