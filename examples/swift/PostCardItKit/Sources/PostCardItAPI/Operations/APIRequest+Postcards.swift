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

extension APIRequest where Reply == Postcard {
    /// The request of ``PostCardItService/archivePostcard(postcardID:)`` as a value: `PUT /v1/postcards/{postcardId}/archive`.
    public static func archivePostcard(postcardID: String) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.archivePostcard, "PUT", statuses: [200])
        draft.path += "/postcards/"
        draft.path("postcardId", postcardID)
        draft.path += "/archive"
        return try Self(json: draft)
    }
}

extension APIRequest where Reply == Receipts {
    /// The request of ``PostCardItService/confirmReceipts(_:)`` as a value: `POST /v1/postcards/receipts`.
    public static func confirmReceipts(_ body: ConfirmReceipts) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.confirmReceipts, "POST", statuses: [200])
        draft.path += "/postcards/receipts"
        draft.validation.check(body, at: "")
        try draft.send(json: body)
        return try Self(json: draft)
    }
}

extension APIRequest where Reply == Void {
    /// The request of ``PostCardItService/deletePostcard(postcardID:)`` as a value: `DELETE /v1/postcards/{postcardId}`.
    public static func deletePostcard(postcardID: String) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.deletePostcard, "DELETE", statuses: [204])
        draft.path += "/postcards/"
        draft.path("postcardId", postcardID)
        return try Self(empty: draft)
    }
}

extension APIRequest where Reply == Postcard {
    /// The request of ``PostCardItService/getPostcard(postcardID:ifNoneMatch:)`` as a value: `GET /v1/postcards/{postcardId}`.
    public static func getPostcard(postcardID: String, ifNoneMatch: String? = nil) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.getPostcard, "GET", statuses: [200])
        draft.path += "/postcards/"
        draft.path("postcardId", postcardID)
        draft.header("If-None-Match", ifNoneMatch)
        return try Self(json: draft)
    }
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

extension APIRequest where Reply == PostcardPage {
    /// The request of ``PostCardItService/listReceivedPostcards(limit:cursor:status:unread:archived:ifNoneMatch:)`` as a value: `GET /v1/postcards/received`.
    public static func listReceivedPostcards(
        limit: Int? = nil, cursor: String? = nil, status: PostcardStatus? = nil, unread: Bool? = nil,
        archived: Bool? = nil, ifNoneMatch: String? = nil
    ) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.listReceivedPostcards, "GET", statuses: [200])
        draft.path += "/postcards/received"
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

extension APIRequest where Reply == Postcard {
    /// The request of ``PostCardItService/readPostcard(postcardID:)`` as a value: `PUT /v1/postcards/{postcardId}/read`.
    public static func readPostcard(postcardID: String) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.readPostcard, "PUT", statuses: [200])
        draft.path += "/postcards/"
        draft.path("postcardId", postcardID)
        draft.path += "/read"
        return try Self(json: draft)
    }
}

extension APIRequest where Reply == Postcard {
    /// The request of ``PostCardItService/sendPostcard(_:idempotencyKey:)`` as a value: `POST /v1/postcards`.
    public static func sendPostcard(
        _ body: SendPostcard, idempotencyKey: String? = nil
    ) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.sendPostcard, "POST", statuses: [201])
        draft.path += "/postcards"
        draft.key(idempotencyKey)
        draft.validation.check(body, at: "")
        try draft.send(json: body)
        return try Self(json: draft)
    }
}

extension APIRequest where Reply == Postcard {
    /// The request of ``PostCardItService/unarchivePostcard(postcardID:)`` as a value: `DELETE /v1/postcards/{postcardId}/archive`.
    public static func unarchivePostcard(postcardID: String) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.unarchivePostcard, "DELETE", statuses: [200])
        draft.path += "/postcards/"
        draft.path("postcardId", postcardID)
        draft.path += "/archive"
        return try Self(json: draft)
    }
}
