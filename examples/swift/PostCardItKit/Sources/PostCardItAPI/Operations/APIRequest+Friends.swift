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

extension APIRequest where Reply == Friendship {
    /// The request of ``PostCardItService/answerFriend(_:friendshipID:)`` as a value: `PUT /v1/friends/{friendshipId}`.
    public static func answerFriend(_ body: AnswerFriend, friendshipID: String) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.answerFriend, "PUT", statuses: [200])
        draft.path += "/friends/"
        draft.path("friendshipId", friendshipID)
        try draft.send(json: body)
        return try Self(json: draft)
    }
}

extension APIRequest where Reply == FriendshipPage {
    /// The request of ``PostCardItService/listFriendRequests(limit:cursor:direction:ifNoneMatch:)`` as a value: `GET /v1/friends/requests`.
    public static func listFriendRequests(
        limit: Int? = nil, cursor: String? = nil, direction: ListFriendRequestsDirection? = nil,
        ifNoneMatch: String? = nil
    ) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.listFriendRequests, "GET", statuses: [200])
        draft.path += "/friends/requests"
        draft.validation.check(limit, at: "?limit", minimum: 1, maximum: 100)
        draft.query("limit", limit)
        draft.validation.check(cursor, at: "?cursor", maxLength: 1024)
        draft.query("cursor", cursor)
        draft.query("direction", direction)
        draft.header("If-None-Match", ifNoneMatch)
        return try Self(json: draft)
    }
}

extension APIRequest where Reply == FriendPage {
    /// The request of ``PostCardItService/listFriends(limit:cursor:ifNoneMatch:)`` as a value: `GET /v1/friends`.
    public static func listFriends(
        limit: Int? = nil, cursor: String? = nil, ifNoneMatch: String? = nil
    ) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.listFriends, "GET", statuses: [200])
        draft.path += "/friends"
        draft.validation.check(limit, at: "?limit", minimum: 1, maximum: 100)
        draft.query("limit", limit)
        draft.validation.check(cursor, at: "?cursor", maxLength: 1024)
        draft.query("cursor", cursor)
        draft.header("If-None-Match", ifNoneMatch)
        return try Self(json: draft)
    }
}

extension APIRequest where Reply == Void {
    /// The request of ``PostCardItService/removeFriend(friendshipID:)`` as a value: `DELETE /v1/friends/{friendshipId}`.
    public static func removeFriend(friendshipID: String) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.removeFriend, "DELETE", statuses: [204])
        draft.path += "/friends/"
        draft.path("friendshipId", friendshipID)
        return try Self(empty: draft)
    }
}

extension APIRequest where Reply == Friendship {
    /// The request of ``PostCardItService/requestFriend(_:idempotencyKey:)`` as a value: `POST /v1/friends`.
    public static func requestFriend(
        _ body: RequestFriend, idempotencyKey: String? = nil
    ) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.requestFriend, "POST", statuses: [201])
        draft.path += "/friends"
        draft.key(idempotencyKey)
        draft.validation.check(body, at: "")
        try draft.send(json: body)
        return try Self(json: draft)
    }
}
