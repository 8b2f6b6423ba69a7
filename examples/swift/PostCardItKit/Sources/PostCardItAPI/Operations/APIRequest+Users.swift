// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `PUT /v1/users/{userId}/block`
    public static var blockUser: Self { Self(rawValue: "block_user") }
    /// `DELETE /v1/users/me`
    public static var deleteMe: Self { Self(rawValue: "delete_me") }
    /// `POST /v1/users/me/export`
    public static var exportMe: Self { Self(rawValue: "export_me") }
    /// `GET /v1/users/me`
    public static var getMe: Self { Self(rawValue: "get_me") }
    /// `GET /v1/users/me/stats`
    public static var getStats: Self { Self(rawValue: "get_stats") }
    /// `GET /v1/users/{userId}`
    public static var getUser: Self { Self(rawValue: "get_user") }
    /// `GET /v1/users/blocked`
    public static var listBlocked: Self { Self(rawValue: "list_blocked") }
    /// `POST /v1/users/me/devices`
    public static var registerDevice: Self { Self(rawValue: "register_device") }
    /// `DELETE /v1/users/me/avatar`
    public static var removeAvatar: Self { Self(rawValue: "remove_avatar") }
    /// `DELETE /v1/users/me/devices`
    public static var removeDevice: Self { Self(rawValue: "remove_device") }
    /// `GET /v1/users/search`
    public static var searchUsers: Self { Self(rawValue: "search_users") }
    /// `PUT /v1/users/me/avatar`
    public static var setAvatar: Self { Self(rawValue: "set_avatar") }
    /// `DELETE /v1/users/{userId}/block`
    public static var unblockUser: Self { Self(rawValue: "unblock_user") }
    /// `PATCH /v1/users/me`
    public static var updateMe: Self { Self(rawValue: "update_me") }
}

extension APIRequest where Reply == Friendship {
    /// The request of ``PostCardItService/blockUser(userID:)`` as a value: `PUT /v1/users/{userId}/block`.
    public static func blockUser(userID: String) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.blockUser, "PUT", statuses: [200])
        draft.path += "/users/"
        draft.path("userId", userID)
        draft.path += "/block"
        return try Self(json: draft)
    }
}

extension APIRequest where Reply == Void {
    /// The request of ``PostCardItService/deleteMe(_:)`` as a value: `DELETE /v1/users/me`.
    public static func deleteMe(_ body: DeleteMe) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.deleteMe, "DELETE", statuses: [204])
        draft.path += "/users/me"
        draft.validation.check(body, at: "")
        try draft.send(json: body)
        return try Self(empty: draft)
    }
}

extension APIRequest where Reply == Export {
    /// The request of ``PostCardItService/exportMe()`` as a value: `POST /v1/users/me/export`.
    public static func exportMe() throws(PostCardItError) -> Self {
        var draft = RequestDraft(.exportMe, "POST", statuses: [200])
        draft.path += "/users/me/export"
        return try Self(json: draft)
    }
}

extension APIRequest where Reply == User {
    /// The request of ``PostCardItService/getMe(ifNoneMatch:)`` as a value: `GET /v1/users/me`.
    public static func getMe(ifNoneMatch: String? = nil) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.getMe, "GET", statuses: [200])
        draft.path += "/users/me"
        draft.header("If-None-Match", ifNoneMatch)
        return try Self(json: draft)
    }
}

extension APIRequest where Reply == UserStats {
    /// The request of ``PostCardItService/getStats(ifNoneMatch:)`` as a value: `GET /v1/users/me/stats`.
    public static func getStats(ifNoneMatch: String? = nil) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.getStats, "GET", statuses: [200])
        draft.path += "/users/me/stats"
        draft.header("If-None-Match", ifNoneMatch)
        return try Self(json: draft)
    }
}

extension APIRequest where Reply == User {
    /// The request of ``PostCardItService/getUser(userID:ifNoneMatch:)`` as a value: `GET /v1/users/{userId}`.
    public static func getUser(userID: String, ifNoneMatch: String? = nil) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.getUser, "GET", statuses: [200])
        draft.path += "/users/"
        draft.path("userId", userID)
        draft.header("If-None-Match", ifNoneMatch)
        return try Self(json: draft)
    }
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

extension APIRequest where Reply == Void {
    /// The request of ``PostCardItService/registerDevice(_:)`` as a value: `POST /v1/users/me/devices`.
    public static func registerDevice(_ body: Device) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.registerDevice, "POST", statuses: [204])
        draft.path += "/users/me/devices"
        draft.validation.check(body, at: "")
        try draft.send(json: body)
        return try Self(empty: draft)
    }
}

extension APIRequest where Reply == User {
    /// The request of ``PostCardItService/removeAvatar()`` as a value: `DELETE /v1/users/me/avatar`.
    public static func removeAvatar() throws(PostCardItError) -> Self {
        var draft = RequestDraft(.removeAvatar, "DELETE", statuses: [200])
        draft.path += "/users/me/avatar"
        return try Self(json: draft)
    }
}

extension APIRequest where Reply == Void {
    /// The request of ``PostCardItService/removeDevice(_:)`` as a value: `DELETE /v1/users/me/devices`.
    public static func removeDevice(_ body: RemoveDevice) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.removeDevice, "DELETE", statuses: [204])
        draft.path += "/users/me/devices"
        draft.validation.check(body, at: "")
        try draft.send(json: body)
        return try Self(empty: draft)
    }
}

extension APIRequest where Reply == UserPage {
    /// The request of ``PostCardItService/searchUsers(q:limit:cursor:type:ifNoneMatch:)`` as a value: `GET /v1/users/search`.
    public static func searchUsers(
        q: String, limit: Int? = nil, cursor: String? = nil, type: SearchType? = nil, ifNoneMatch: String? = nil
    ) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.searchUsers, "GET", statuses: [200])
        draft.path += "/users/search"
        draft.validation.check(q, at: "?q", minLength: 2, maxLength: 254)
        draft.query("q", q)
        draft.validation.check(limit, at: "?limit", minimum: 1, maximum: 100)
        draft.query("limit", limit)
        draft.validation.check(cursor, at: "?cursor", maxLength: 1024)
        draft.query("cursor", cursor)
        draft.query("type", type)
        draft.header("If-None-Match", ifNoneMatch)
        return try Self(json: draft)
    }
}

extension APIRequest where Reply == User {
    /// The request of ``PostCardItService/setAvatar(_:)`` as a value: `PUT /v1/users/me/avatar`.
    public static func setAvatar(_ body: SetAvatar) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.setAvatar, "PUT", statuses: [200])
        draft.path += "/users/me/avatar"
        draft.validation.check(body, at: "")
        try draft.send(json: body)
        return try Self(json: draft)
    }
}

extension APIRequest where Reply == Void {
    /// The request of ``PostCardItService/unblockUser(userID:)`` as a value: `DELETE /v1/users/{userId}/block`.
    public static func unblockUser(userID: String) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.unblockUser, "DELETE", statuses: [204])
        draft.path += "/users/"
        draft.path("userId", userID)
        draft.path += "/block"
        return try Self(empty: draft)
    }
}

extension APIRequest where Reply == User {
    /// The request of ``PostCardItService/updateMe(_:ifMatch:)`` as a value: `PATCH /v1/users/me`.
    public static func updateMe(_ body: UpdateUser, ifMatch: String? = nil) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.updateMe, "PATCH", statuses: [200])
        draft.path += "/users/me"
        draft.header("If-Match", ifMatch)
        draft.validation.check(body, at: "")
        try draft.send(json: body)
        return try Self(json: draft)
    }
}
