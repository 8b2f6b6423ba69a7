// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `GET /v1/postcards`
    public static let listPostcards = OperationID(rawValue: "list_postcards")
}

extension APIRequest where Reply == PostcardPage {
    /// The request of ``PostCardItService/listPostcards(limit:cursor:status:unread:archived:box:from:to:bbox:ifNoneMatch:)`` as a value: `GET /v1/postcards`.
    public static func listPostcards(
        limit: Int? = nil, cursor: String? = nil, status: PostcardStatus? = nil, unread: Bool? = nil,
        archived: Bool? = nil, box: ListPostcardsBox? = nil, from: Date? = nil, to: Date? = nil, bbox: String? = nil,
        ifNoneMatch: String? = nil
    ) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.listPostcards, "GET", statuses: [200])
        draft.path += "/postcards"
        draft.validation.check(limit, at: "?limit", minimum: 1, maximum: 100)
        draft.query("limit", limit)
        draft.validation.check(cursor, at: "?cursor", maxLength: 1024)
        draft.query("cursor", cursor)
        draft.query("status", status)
        draft.query("unread", unread)
        draft.query("archived", archived)
        draft.query("box", box)
        draft.query("from", from)
        draft.query("to", to)
        draft.query("bbox", bbox)
        draft.header("If-None-Match", ifNoneMatch)
        return try Self(json: draft)
    }
}

extension PostCardItService {
    /// Your postcards, sent and received, the newest first.
    ///
    /// HTTP: `GET /v1/postcards`
    ///
    /// - Parameters:
    ///   - limit: How many items at the most. Without it: `20`.
    ///   - cursor: `nextCursor` of the page before.
    ///   - status: How far a postcard is. The server knows sent, delivered and read; draft and queued exist only in
    ///     clients.
    ///   - unread: true: not read yet; false: read.
    ///   - archived: true: archived on one's own side; false: the others. Without it: `false`.
    ///   - box: Postcards one sent, received, or both. Without it: `all`.
    ///   - from: Sent at this time or later.
    ///   - to: Sent before this time.
    ///   - bbox: Written inside `west,south,east,north`, in degrees (RFC 7946 section 5).
    ///   - ifNoneMatch: An ETag that you have: 304 if it holds.
    /// - Throws: ``PostCardItError`` with the codes `invalid_cursor`, `unauthenticated`, `session_ended`,
    ///   `validation_failed`, `unknown_field`, `rate_limited`, `internal`, `unavailable`.
    public func listPostcards(
        limit: Int? = nil, cursor: String? = nil, status: PostcardStatus? = nil, unread: Bool? = nil,
        archived: Bool? = nil, box: ListPostcardsBox? = nil, from: Date? = nil, to: Date? = nil, bbox: String? = nil,
        ifNoneMatch: String? = nil
    ) async throws(PostCardItError) -> PostcardPage {
        try await response(to: APIRequest<PostcardPage>.listPostcards(
            limit: limit, cursor: cursor, status: status, unread: unread, archived: archived, box: box, from: from,
            to: to, bbox: bbox, ifNoneMatch: ifNoneMatch
        )).value
    }

    /// Your postcards, sent and received, the newest first. Page by page, each fetched when it is asked for: `GET /v1/postcards`
    public func listPostcardsPages(
        limit: Int? = nil, cursor: String? = nil, status: PostcardStatus? = nil, unread: Bool? = nil,
        archived: Bool? = nil, box: ListPostcardsBox? = nil, from: Date? = nil, to: Date? = nil, bbox: String? = nil
    ) -> Pages<PostcardPage> {
        Pages(from: cursor) { (cursor) async throws(PostCardItError) in
            try await listPostcards(
                limit: limit, cursor: cursor, status: status, unread: unread, archived: archived, box: box, from: from,
                to: to, bbox: bbox
            )
        }
    }
}
