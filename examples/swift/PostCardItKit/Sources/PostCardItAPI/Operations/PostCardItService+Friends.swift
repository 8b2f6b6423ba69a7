// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `PUT /v1/friends/{friendshipId}`
    public static var answerFriend: Self { Self(rawValue: "answer_friend") }
    /// `GET /v1/friends/requests`
    public static var listFriendRequests: Self { Self(rawValue: "list_friend_requests") }
    /// `GET /v1/friends`
    public static var listFriends: Self { Self(rawValue: "list_friends") }
    /// `DELETE /v1/friends/{friendshipId}`
    public static var removeFriend: Self { Self(rawValue: "remove_friend") }
    /// `POST /v1/friends`
    public static var requestFriend: Self { Self(rawValue: "request_friend") }
}

extension APIRequest {
    /// The request of ``PostCardItService/answerFriend(_:friendshipID:)`` as a value: `PUT /v1/friends/{friendshipId}`.
    public static func answerFriend(
        _ body: AnswerFriend, friendshipID: String
    ) throws(PostCardItError) -> Self where Reply == Friendship {
        var draft = RequestDraft(.answerFriend, "PUT", "/friends/", statuses: [200])
        draft.path("friendshipId", friendshipID)
        try draft.send(json: body)
        return try Self(json: draft)
    }

    /// The request of ``PostCardItService/listFriendRequests(limit:cursor:direction:ifNoneMatch:)`` as a value: `GET /v1/friends/requests`.
    public static func listFriendRequests(
        limit: Int? = nil, cursor: String? = nil, direction: ListFriendRequestsDirection? = nil,
        ifNoneMatch: String? = nil
    ) throws(PostCardItError) -> Self where Reply == FriendshipPage {
        var draft = RequestDraft(.listFriendRequests, "GET", "/friends/requests", statuses: [200])
        draft.validation.check(limit, at: "?limit", minimum: 1, maximum: 100)
        draft.query("limit", limit)
        draft.validation.check(cursor, at: "?cursor", maxLength: 1024)
        draft.query("cursor", cursor)
        draft.query("direction", direction)
        draft.header("If-None-Match", ifNoneMatch)
        return try Self(json: draft)
    }

    /// The request of ``PostCardItService/listFriends(limit:cursor:ifNoneMatch:)`` as a value: `GET /v1/friends`.
    public static func listFriends(
        limit: Int? = nil, cursor: String? = nil, ifNoneMatch: String? = nil
    ) throws(PostCardItError) -> Self where Reply == FriendPage {
        var draft = RequestDraft(.listFriends, "GET", "/friends", statuses: [200])
        draft.validation.check(limit, at: "?limit", minimum: 1, maximum: 100)
        draft.query("limit", limit)
        draft.validation.check(cursor, at: "?cursor", maxLength: 1024)
        draft.query("cursor", cursor)
        draft.header("If-None-Match", ifNoneMatch)
        return try Self(json: draft)
    }

    /// The request of ``PostCardItService/removeFriend(friendshipID:)`` as a value: `DELETE /v1/friends/{friendshipId}`.
    public static func removeFriend(friendshipID: String) throws(PostCardItError) -> Self where Reply == Void {
        var draft = RequestDraft(.removeFriend, "DELETE", "/friends/", statuses: [204])
        draft.path("friendshipId", friendshipID)
        return try Self(empty: draft)
    }

    /// The request of ``PostCardItService/requestFriend(_:idempotencyKey:)`` as a value: `POST /v1/friends`.
    public static func requestFriend(
        _ body: RequestFriend, idempotencyKey: String? = nil
    ) throws(PostCardItError) -> Self where Reply == Friendship {
        var draft = RequestDraft(.requestFriend, "POST", "/friends", statuses: [201])
        draft.key(idempotencyKey)
        try draft.send(checked: body)
        return try Self(json: draft)
    }
}

extension PostCardItService {
    /// Accept or reject a request made to you.
    ///
    /// HTTP: `PUT /v1/friends/{friendshipId}`
    ///
    /// - Parameters:
    ///   - body: Accept or reject a request that was made to oneself.
    ///   - friendshipID: The friendship's id.
    /// - Throws: ``PostCardItError`` with the codes `invalid_json`, `unauthenticated`, `session_ended`, `forbidden`,
    ///   `not_found`, `friendship_answered`, `payload_too_large`, `unsupported_media_type`, `validation_failed`,
    ///   `unknown_field`, `rate_limited`, `internal`, `unavailable`.
    @discardableResult
    public func answerFriend(_ body: AnswerFriend, friendshipID: String) async throws(PostCardItError) -> Friendship {
        try await reply(to: APIRequest<Friendship>.answerFriend(body, friendshipID: friendshipID))
    }

    /// Open friend requests, made to you or by you.
    ///
    /// HTTP: `GET /v1/friends/requests`
    ///
    /// - Parameters:
    ///   - limit: How many items at the most. Without it: `20`.
    ///   - cursor: `nextCursor` of the page before.
    ///   - direction: Requests made to oneself, or by oneself. Without it: `incoming`.
    ///   - ifNoneMatch: An ETag that you have: 304 if it holds.
    /// - Throws: ``PostCardItError`` with the codes `invalid_cursor`, `unauthenticated`, `session_ended`,
    ///   `validation_failed`, `unknown_field`, `rate_limited`, `internal`, `unavailable`.
    public func listFriendRequests(
        limit: Int? = nil, cursor: String? = nil, direction: ListFriendRequestsDirection? = nil,
        ifNoneMatch: String? = nil
    ) async throws(PostCardItError) -> FriendshipPage {
        try await reply(to: APIRequest<FriendshipPage>.listFriendRequests(
            limit: limit, cursor: cursor, direction: direction, ifNoneMatch: ifNoneMatch
        ))
    }

    /// Open friend requests, made to you or by you. Page by page, each fetched when it is asked for: `GET /v1/friends/requests`
    public func listFriendRequestsPages(
        limit: Int? = nil, cursor: String? = nil, direction: ListFriendRequestsDirection? = nil
    ) -> Pages<FriendshipPage> {
        Pages(from: cursor) { (cursor) async throws(PostCardItError) in
            try await listFriendRequests(limit: limit, cursor: cursor, direction: direction)
        }
    }

    /// Your friends, the newest first.
    ///
    /// HTTP: `GET /v1/friends`
    ///
    /// - Parameters:
    ///   - limit: How many items at the most. Without it: `20`.
    ///   - cursor: `nextCursor` of the page before.
    ///   - ifNoneMatch: An ETag that you have: 304 if it holds.
    /// - Throws: ``PostCardItError`` with the codes `invalid_cursor`, `unauthenticated`, `session_ended`,
    ///   `validation_failed`, `unknown_field`, `rate_limited`, `internal`, `unavailable`.
    public func listFriends(
        limit: Int? = nil, cursor: String? = nil, ifNoneMatch: String? = nil
    ) async throws(PostCardItError) -> FriendPage {
        try await reply(to: APIRequest<FriendPage>.listFriends(limit: limit, cursor: cursor, ifNoneMatch: ifNoneMatch))
    }

    /// Your friends, the newest first. Page by page, each fetched when it is asked for: `GET /v1/friends`
    public func listFriendsPages(limit: Int? = nil, cursor: String? = nil) -> Pages<FriendPage> {
        Pages(from: cursor) { (cursor) async throws(PostCardItError) in
            try await listFriends(limit: limit, cursor: cursor)
        }
    }

    /// End a friendship, or withdraw your own request.
    ///
    /// HTTP: `DELETE /v1/friends/{friendshipId}`
    ///
    /// - Parameters:
    ///   - friendshipID: The friendship's id.
    /// - Throws: ``PostCardItError`` with the codes `unauthenticated`, `session_ended`, `forbidden`, `not_found`,
    ///   `rate_limited`, `internal`, `unavailable`.
    public func removeFriend(friendshipID: String) async throws(PostCardItError) {
        try await reply(to: APIRequest<Void>.removeFriend(friendshipID: friendshipID))
    }

    /// Ask someone for friendship; if they asked first, accept.
    ///
    /// HTTP: `POST /v1/friends`
    ///
    /// - Parameters:
    ///   - body: Ask someone for friendship, by id or by username. If they asked first, this accepts.
    ///   - idempotencyKey: 1 to 255 visible ASCII characters, new for each intent and the same for each attempt at it.
    ///     Always send one: without it a repeated request is a new one.
    /// - Throws: ``PostCardItError`` with the codes `invalid_json`, `invalid_idempotency_key`, `unauthenticated`,
    ///   `session_ended`, `not_found`, `friendship_exists`, `user_blocked`, `friendship_rejected`,
    ///   `idempotency_in_progress`, `payload_too_large`, `unsupported_media_type`, `validation_failed`,
    ///   `unknown_field`, `idempotency_key_reused`, `cannot_befriend_self`, `rate_limited`, `internal`, `unavailable`.
    @discardableResult
    public func requestFriend(
        _ body: RequestFriend, idempotencyKey: String? = nil
    ) async throws(PostCardItError) -> Friendship {
        try await reply(to: APIRequest<Friendship>.requestFriend(body, idempotencyKey: idempotencyKey))
    }
}
