// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `PUT /v1/postcards/{postcardId}/archive`
    public static var archivePostcard: Self { Self(rawValue: "archive_postcard") }
    /// `POST /v1/postcards/receipts`
    public static var confirmReceipts: Self { Self(rawValue: "confirm_receipts") }
    /// `DELETE /v1/postcards/{postcardId}`
    public static var deletePostcard: Self { Self(rawValue: "delete_postcard") }
    /// `GET /v1/postcards/{postcardId}`
    public static var getPostcard: Self { Self(rawValue: "get_postcard") }
    /// `GET /v1/postcards`
    public static var listPostcards: Self { Self(rawValue: "list_postcards") }
    /// `GET /v1/postcards/received`
    public static var listReceivedPostcards: Self { Self(rawValue: "list_received_postcards") }
    /// `GET /v1/postcards/sent`
    public static var listSentPostcards: Self { Self(rawValue: "list_sent_postcards") }
    /// `PUT /v1/postcards/{postcardId}/read`
    public static var readPostcard: Self { Self(rawValue: "read_postcard") }
    /// `POST /v1/postcards`
    public static var sendPostcard: Self { Self(rawValue: "send_postcard") }
    /// `DELETE /v1/postcards/{postcardId}/archive`
    public static var unarchivePostcard: Self { Self(rawValue: "unarchive_postcard") }
}

extension APIRequest {
    /// The request of ``PostCardItService/archivePostcard(postcardID:)`` as a value: `PUT /v1/postcards/{postcardId}/archive`.
    public static func archivePostcard(postcardID: String) throws(PostCardItError) -> Self where Reply == Postcard {
        var draft = RequestDraft(.archivePostcard, "PUT", "/postcards/", statuses: [200])
        draft.path("postcardId", postcardID)
        draft.path += "/archive"
        return try Self(json: draft)
    }

    /// The request of ``PostCardItService/confirmReceipts(_:)`` as a value: `POST /v1/postcards/receipts`.
    public static func confirmReceipts(
        _ body: ConfirmReceipts
    ) throws(PostCardItError) -> Self where Reply == Receipts {
        var draft = RequestDraft(.confirmReceipts, "POST", "/postcards/receipts", statuses: [200])
        try draft.send(checked: body)
        return try Self(json: draft)
    }

    /// The request of ``PostCardItService/deletePostcard(postcardID:)`` as a value: `DELETE /v1/postcards/{postcardId}`.
    public static func deletePostcard(postcardID: String) throws(PostCardItError) -> Self where Reply == Void {
        var draft = RequestDraft(.deletePostcard, "DELETE", "/postcards/", statuses: [204])
        draft.path("postcardId", postcardID)
        return try Self(empty: draft)
    }

    /// The request of ``PostCardItService/getPostcard(postcardID:ifNoneMatch:)`` as a value: `GET /v1/postcards/{postcardId}`.
    public static func getPostcard(
        postcardID: String, ifNoneMatch: String? = nil
    ) throws(PostCardItError) -> Self where Reply == Postcard {
        var draft = RequestDraft(.getPostcard, "GET", "/postcards/", statuses: [200])
        draft.path("postcardId", postcardID)
        draft.header("If-None-Match", ifNoneMatch)
        return try Self(json: draft)
    }

    /// The request of ``PostCardItService/listPostcards(limit:cursor:status:unread:archived:box:from:to:bbox:ifNoneMatch:)`` as a value: `GET /v1/postcards`.
    public static func listPostcards(
        limit: Int? = nil, cursor: String? = nil, status: PostcardStatus? = nil, unread: Bool? = nil,
        archived: Bool? = nil, box: ListPostcardsBox? = nil, from: Date? = nil, to: Date? = nil, bbox: String? = nil,
        ifNoneMatch: String? = nil
    ) throws(PostCardItError) -> Self where Reply == PostcardPage {
        var draft = RequestDraft(.listPostcards, "GET", "/postcards", statuses: [200])
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

    /// The request of ``PostCardItService/listReceivedPostcards(limit:cursor:status:unread:archived:ifNoneMatch:)`` as a value: `GET /v1/postcards/received`.
    public static func listReceivedPostcards(
        limit: Int? = nil, cursor: String? = nil, status: PostcardStatus? = nil, unread: Bool? = nil,
        archived: Bool? = nil, ifNoneMatch: String? = nil
    ) throws(PostCardItError) -> Self where Reply == PostcardPage {
        var draft = RequestDraft(.listReceivedPostcards, "GET", "/postcards/received", statuses: [200])
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

    /// The request of ``PostCardItService/listSentPostcards(limit:cursor:status:unread:archived:ifNoneMatch:)`` as a value: `GET /v1/postcards/sent`.
    public static func listSentPostcards(
        limit: Int? = nil, cursor: String? = nil, status: PostcardStatus? = nil, unread: Bool? = nil,
        archived: Bool? = nil, ifNoneMatch: String? = nil
    ) throws(PostCardItError) -> Self where Reply == PostcardPage {
        var draft = RequestDraft(.listSentPostcards, "GET", "/postcards/sent", statuses: [200])
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

    /// The request of ``PostCardItService/readPostcard(postcardID:)`` as a value: `PUT /v1/postcards/{postcardId}/read`.
    public static func readPostcard(postcardID: String) throws(PostCardItError) -> Self where Reply == Postcard {
        var draft = RequestDraft(.readPostcard, "PUT", "/postcards/", statuses: [200])
        draft.path("postcardId", postcardID)
        draft.path += "/read"
        return try Self(json: draft)
    }

    /// The request of ``PostCardItService/sendPostcard(_:idempotencyKey:)`` as a value: `POST /v1/postcards`.
    public static func sendPostcard(
        _ body: SendPostcard, idempotencyKey: String? = nil
    ) throws(PostCardItError) -> Self where Reply == Postcard {
        var draft = RequestDraft(.sendPostcard, "POST", "/postcards", statuses: [201])
        draft.key(idempotencyKey)
        try draft.send(checked: body)
        return try Self(json: draft)
    }

    /// The request of ``PostCardItService/unarchivePostcard(postcardID:)`` as a value: `DELETE /v1/postcards/{postcardId}/archive`.
    public static func unarchivePostcard(postcardID: String) throws(PostCardItError) -> Self where Reply == Postcard {
        var draft = RequestDraft(.unarchivePostcard, "DELETE", "/postcards/", statuses: [200])
        draft.path("postcardId", postcardID)
        draft.path += "/archive"
        return try Self(json: draft)
    }
}

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
        try await reply(to: APIRequest<Postcard>.archivePostcard(postcardID: postcardID))
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
        try await reply(to: APIRequest<Receipts>.confirmReceipts(body))
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
        try await reply(to: APIRequest<Void>.deletePostcard(postcardID: postcardID))
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
        try await reply(to: APIRequest<Postcard>.getPostcard(postcardID: postcardID, ifNoneMatch: ifNoneMatch))
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
        try await reply(to: APIRequest<PostcardPage>.listPostcards(
            limit: limit, cursor: cursor, status: status, unread: unread, archived: archived, box: box, from: from,
            to: to, bbox: bbox, ifNoneMatch: ifNoneMatch
        ))
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
        try await reply(to: APIRequest<PostcardPage>.listReceivedPostcards(
            limit: limit, cursor: cursor, status: status, unread: unread, archived: archived, ifNoneMatch: ifNoneMatch
        ))
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
        try await reply(to: APIRequest<PostcardPage>.listSentPostcards(
            limit: limit, cursor: cursor, status: status, unread: unread, archived: archived, ifNoneMatch: ifNoneMatch
        ))
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
        try await reply(to: APIRequest<Postcard>.readPostcard(postcardID: postcardID))
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
        try await reply(to: APIRequest<Postcard>.sendPostcard(body, idempotencyKey: idempotencyKey))
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
        try await reply(to: APIRequest<Postcard>.unarchivePostcard(postcardID: postcardID))
    }
}
