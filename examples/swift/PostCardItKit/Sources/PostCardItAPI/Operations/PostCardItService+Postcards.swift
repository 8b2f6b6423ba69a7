// Generated from PostCardIt 1. Do not edit.

import Foundation

extension PostCardItService {
    /// Archive a postcard on your side.
    ///
    /// HTTP: `PUT /v1/postcards/{postcardId}/archive`
    ///
    /// - Parameters:
    ///   - postcardID: The postcard's id.
    /// - Throws: ``PostCardItError`` with the codes `unauthenticated`, `session_ended`, `not_found`, `rate_limited`,
    ///   `internal`, `unavailable`.
    @discardableResult
    public func archivePostcard(postcardID: String) async throws(PostCardItError) -> Postcard {
        try await response(to: APIRequest<Postcard>.archivePostcard(postcardID: postcardID)).value
    }

    /// Confirm in one batch which postcards your device received and showed.
    ///
    /// HTTP: `POST /v1/postcards/receipts`
    ///
    /// - Parameters:
    ///   - body: What the recipient's device has received and shown. Cards that are not one's own to confirm are passed
    ///     over.
    /// - Throws: ``PostCardItError`` with the codes `invalid_json`, `unauthenticated`, `session_ended`,
    ///   `payload_too_large`, `unsupported_media_type`, `validation_failed`, `unknown_field`, `rate_limited`,
    ///   `internal`, `unavailable`.
    @discardableResult
    public func confirmReceipts(_ body: ConfirmReceipts) async throws(PostCardItError) -> Receipts {
        try await response(to: APIRequest<Receipts>.confirmReceipts(body)).value
    }

    /// Withdraw a postcard that has not been read, or remove a received one from your box.
    ///
    /// HTTP: `DELETE /v1/postcards/{postcardId}`
    ///
    /// - Parameters:
    ///   - postcardID: The postcard's id.
    /// - Throws: ``PostCardItError`` with the codes `unauthenticated`, `session_ended`, `not_found`, `already_read`,
    ///   `rate_limited`, `internal`, `unavailable`.
    public func deletePostcard(postcardID: String) async throws(PostCardItError) {
        _ = try await response(to: APIRequest<Void>.deletePostcard(postcardID: postcardID))
    }

    /// One postcard.
    ///
    /// HTTP: `GET /v1/postcards/{postcardId}`
    ///
    /// - Parameters:
    ///   - postcardID: The postcard's id.
    ///   - ifNoneMatch: An ETag that you have: 304 if it holds.
    /// - Throws: ``PostCardItError`` with the codes `unauthenticated`, `session_ended`, `not_found`, `rate_limited`,
    ///   `internal`, `unavailable`.
    public func getPostcard(postcardID: String, ifNoneMatch: String? = nil) async throws(PostCardItError) -> Postcard {
        try await response(to: APIRequest<Postcard>.getPostcard(postcardID: postcardID, ifNoneMatch: ifNoneMatch)).value
    }

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

    /// Postcards you received, the newest first.
    ///
    /// HTTP: `GET /v1/postcards/received`
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
    public func listReceivedPostcards(
        limit: Int? = nil, cursor: String? = nil, status: PostcardStatus? = nil, unread: Bool? = nil,
        archived: Bool? = nil, ifNoneMatch: String? = nil
    ) async throws(PostCardItError) -> PostcardPage {
        try await response(to: APIRequest<PostcardPage>.listReceivedPostcards(
            limit: limit, cursor: cursor, status: status, unread: unread, archived: archived, ifNoneMatch: ifNoneMatch
        )).value
    }

    /// Postcards you received, the newest first. Page by page, each fetched when it is asked for: `GET /v1/postcards/received`
    public func listReceivedPostcardsPages(
        limit: Int? = nil, cursor: String? = nil, status: PostcardStatus? = nil, unread: Bool? = nil,
        archived: Bool? = nil
    ) -> Pages<PostcardPage> {
        Pages(from: cursor) { (cursor) async throws(PostCardItError) in
            try await listReceivedPostcards(
                limit: limit, cursor: cursor, status: status, unread: unread, archived: archived
            )
        }
    }

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

    /// Mark a postcard that you received as read.
    ///
    /// HTTP: `PUT /v1/postcards/{postcardId}/read`
    ///
    /// - Parameters:
    ///   - postcardID: The postcard's id.
    /// - Throws: ``PostCardItError`` with the codes `unauthenticated`, `session_ended`, `not_found`, `rate_limited`,
    ///   `internal`, `unavailable`.
    @discardableResult
    public func readPostcard(postcardID: String) async throws(PostCardItError) -> Postcard {
        try await response(to: APIRequest<Postcard>.readPostcard(postcardID: postcardID)).value
    }

    /// Mail a postcard to a friend.
    ///
    /// HTTP: `POST /v1/postcards`
    ///
    /// - Parameters:
    ///   - body: Mail a postcard to a friend, by id or by username.
    ///   - idempotencyKey: 1 to 255 visible ASCII characters, new for each intent and the same for each attempt at it.
    ///     Always send one: without it a repeated request is a new one.
    /// - Throws: ``PostCardItError`` with the codes `invalid_json`, `invalid_idempotency_key`, `unauthenticated`,
    ///   `session_ended`, `not_friends`, `not_found`, `upload_not_ready`, `upload_rejected`, `idempotency_in_progress`,
    ///   `payload_too_large`, `unsupported_media_type`, `validation_failed`, `unknown_field`, `idempotency_key_reused`,
    ///   `unknown_stamp`, `unknown_image`, `rate_limited`, `internal`, `unavailable`.
    @discardableResult
    public func sendPostcard(
        _ body: SendPostcard, idempotencyKey: String? = nil
    ) async throws(PostCardItError) -> Postcard {
        try await response(to: APIRequest<Postcard>.sendPostcard(body, idempotencyKey: idempotencyKey)).value
    }

    /// Take a postcard out of your archive.
    ///
    /// HTTP: `DELETE /v1/postcards/{postcardId}/archive`
    ///
    /// - Parameters:
    ///   - postcardID: The postcard's id.
    /// - Throws: ``PostCardItError`` with the codes `unauthenticated`, `session_ended`, `not_found`, `rate_limited`,
    ///   `internal`, `unavailable`.
    @discardableResult
    public func unarchivePostcard(postcardID: String) async throws(PostCardItError) -> Postcard {
        try await response(to: APIRequest<Postcard>.unarchivePostcard(postcardID: postcardID)).value
    }
}
