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

extension APIRequest {
    /// The request of ``PostCardItService/blockUser(userID:)`` as a value: `PUT /v1/users/{userId}/block`.
    public static func blockUser(userID: String) throws(PostCardItError) -> Self where Reply == Friendship {
        var draft = RequestDraft(.blockUser, "PUT", "/users/", statuses: [200])
        draft.path("userId", userID)
        draft.path += "/block"
        return try Self(json: draft)
    }

    /// The request of ``PostCardItService/deleteMe(_:)`` as a value: `DELETE /v1/users/me`.
    public static func deleteMe(_ body: DeleteMe) throws(PostCardItError) -> Self where Reply == Void {
        var draft = RequestDraft(.deleteMe, "DELETE", "/users/me", statuses: [204])
        try draft.send(checked: body)
        return try Self(empty: draft)
    }

    /// The request of ``PostCardItService/exportMe()`` as a value: `POST /v1/users/me/export`.
    public static func exportMe() throws(PostCardItError) -> Self where Reply == Export {
        try Self(json: RequestDraft(.exportMe, "POST", "/users/me/export", statuses: [200]))
    }

    /// The request of ``PostCardItService/getMe(ifNoneMatch:)`` as a value: `GET /v1/users/me`.
    public static func getMe(ifNoneMatch: String? = nil) throws(PostCardItError) -> Self where Reply == User {
        var draft = RequestDraft(.getMe, "GET", "/users/me", statuses: [200])
        draft.header("If-None-Match", ifNoneMatch)
        return try Self(json: draft)
    }

    /// The request of ``PostCardItService/getStats(ifNoneMatch:)`` as a value: `GET /v1/users/me/stats`.
    public static func getStats(ifNoneMatch: String? = nil) throws(PostCardItError) -> Self where Reply == UserStats {
        var draft = RequestDraft(.getStats, "GET", "/users/me/stats", statuses: [200])
        draft.header("If-None-Match", ifNoneMatch)
        return try Self(json: draft)
    }

    /// The request of ``PostCardItService/getUser(userID:ifNoneMatch:)`` as a value: `GET /v1/users/{userId}`.
    public static func getUser(
        userID: String, ifNoneMatch: String? = nil
    ) throws(PostCardItError) -> Self where Reply == User {
        var draft = RequestDraft(.getUser, "GET", "/users/", statuses: [200])
        draft.path("userId", userID)
        draft.header("If-None-Match", ifNoneMatch)
        return try Self(json: draft)
    }

    /// The request of ``PostCardItService/listBlocked(limit:cursor:ifNoneMatch:)`` as a value: `GET /v1/users/blocked`.
    public static func listBlocked(
        limit: Int? = nil, cursor: String? = nil, ifNoneMatch: String? = nil
    ) throws(PostCardItError) -> Self where Reply == BlockedPage {
        var draft = RequestDraft(.listBlocked, "GET", "/users/blocked", statuses: [200])
        draft.validation.check(limit, at: "?limit", minimum: 1, maximum: 100)
        draft.query("limit", limit)
        draft.validation.check(cursor, at: "?cursor", maxLength: 1024)
        draft.query("cursor", cursor)
        draft.header("If-None-Match", ifNoneMatch)
        return try Self(json: draft)
    }

    /// The request of ``PostCardItService/registerDevice(_:)`` as a value: `POST /v1/users/me/devices`.
    public static func registerDevice(_ body: Device) throws(PostCardItError) -> Self where Reply == Void {
        var draft = RequestDraft(.registerDevice, "POST", "/users/me/devices", statuses: [204])
        try draft.send(checked: body)
        return try Self(empty: draft)
    }

    /// The request of ``PostCardItService/removeAvatar()`` as a value: `DELETE /v1/users/me/avatar`.
    public static func removeAvatar() throws(PostCardItError) -> Self where Reply == User {
        try Self(json: RequestDraft(.removeAvatar, "DELETE", "/users/me/avatar", statuses: [200]))
    }

    /// The request of ``PostCardItService/removeDevice(_:)`` as a value: `DELETE /v1/users/me/devices`.
    public static func removeDevice(_ body: RemoveDevice) throws(PostCardItError) -> Self where Reply == Void {
        var draft = RequestDraft(.removeDevice, "DELETE", "/users/me/devices", statuses: [204])
        try draft.send(checked: body)
        return try Self(empty: draft)
    }

    /// The request of ``PostCardItService/searchUsers(q:limit:cursor:type:ifNoneMatch:)`` as a value: `GET /v1/users/search`.
    public static func searchUsers(
        q: String, limit: Int? = nil, cursor: String? = nil, type: SearchType? = nil, ifNoneMatch: String? = nil
    ) throws(PostCardItError) -> Self where Reply == UserPage {
        var draft = RequestDraft(.searchUsers, "GET", "/users/search", statuses: [200])
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

    /// The request of ``PostCardItService/setAvatar(_:)`` as a value: `PUT /v1/users/me/avatar`.
    public static func setAvatar(_ body: SetAvatar) throws(PostCardItError) -> Self where Reply == User {
        var draft = RequestDraft(.setAvatar, "PUT", "/users/me/avatar", statuses: [200])
        try draft.send(checked: body)
        return try Self(json: draft)
    }

    /// The request of ``PostCardItService/unblockUser(userID:)`` as a value: `DELETE /v1/users/{userId}/block`.
    public static func unblockUser(userID: String) throws(PostCardItError) -> Self where Reply == Void {
        var draft = RequestDraft(.unblockUser, "DELETE", "/users/", statuses: [204])
        draft.path("userId", userID)
        draft.path += "/block"
        return try Self(empty: draft)
    }

    /// The request of ``PostCardItService/updateMe(_:ifMatch:)`` as a value: `PATCH /v1/users/me`.
    public static func updateMe(
        _ body: UpdateUser, ifMatch: String? = nil
    ) throws(PostCardItError) -> Self where Reply == User {
        var draft = RequestDraft(.updateMe, "PATCH", "/users/me", statuses: [200])
        draft.header("If-Match", ifMatch)
        try draft.send(checked: body)
        return try Self(json: draft)
    }
}

extension PostCardItService {
    /// Block someone: for them you are no longer there.
    ///
    /// HTTP: `PUT /v1/users/{userId}/block`
    ///
    /// - Parameters:
    ///   - userID: The person's id.
    /// - Throws: ``PostCardItError`` with the codes `unauthenticated`, `session_ended`, `not_found`,
    ///   `cannot_block_self`, `rate_limited`, `internal`, `unavailable`.
    @discardableResult
    public func blockUser(userID: String) async throws(PostCardItError) -> Friendship {
        try await reply(to: APIRequest<Friendship>.blockUser(userID: userID))
    }

    /// Erase your account and all that it owns, for ever.
    ///
    /// HTTP: `DELETE /v1/users/me`
    ///
    /// - Parameters:
    ///   - body: Erase one's own account and all that it owns, for ever.
    /// - Throws: ``PostCardItError`` with the codes `invalid_json`, `unauthenticated`, `session_ended`,
    ///   `wrong_password`, `payload_too_large`, `unsupported_media_type`, `validation_failed`, `unknown_field`,
    ///   `rate_limited`, `internal`, `unavailable`.
    public func deleteMe(_ body: DeleteMe) async throws(PostCardItError) {
        try await reply(to: APIRequest<Void>.deleteMe(body))
    }

    /// All of your data as a zip file.
    ///
    /// HTTP: `POST /v1/users/me/export`
    ///
    /// - Throws: ``PostCardItError`` with the codes `unauthenticated`, `session_ended`, `rate_limited`, `internal`,
    ///   `unavailable`.
    @discardableResult
    public func exportMe() async throws(PostCardItError) -> Export {
        try await reply(to: APIRequest<Export>.exportMe())
    }

    /// Your own profile.
    ///
    /// HTTP: `GET /v1/users/me`
    ///
    /// - Parameters:
    ///   - ifNoneMatch: An ETag that you have: 304 if it holds.
    /// - Throws: ``PostCardItError`` with the codes `unauthenticated`, `session_ended`, `rate_limited`, `internal`,
    ///   `unavailable`.
    public func getMe(ifNoneMatch: String? = nil) async throws(PostCardItError) -> User {
        try await reply(to: APIRequest<User>.getMe(ifNoneMatch: ifNoneMatch))
    }

    /// The numbers of your profile: postcards, places, friends.
    ///
    /// HTTP: `GET /v1/users/me/stats`
    ///
    /// - Parameters:
    ///   - ifNoneMatch: An ETag that you have: 304 if it holds.
    /// - Throws: ``PostCardItError`` with the codes `unauthenticated`, `session_ended`, `rate_limited`, `internal`,
    ///   `unavailable`.
    public func getStats(ifNoneMatch: String? = nil) async throws(PostCardItError) -> UserStats {
        try await reply(to: APIRequest<UserStats>.getStats(ifNoneMatch: ifNoneMatch))
    }

    /// A person's profile.
    ///
    /// HTTP: `GET /v1/users/{userId}`
    ///
    /// - Parameters:
    ///   - userID: The person's id.
    ///   - ifNoneMatch: An ETag that you have: 304 if it holds.
    /// - Throws: ``PostCardItError`` with the codes `unauthenticated`, `session_ended`, `not_found`, `rate_limited`,
    ///   `internal`, `unavailable`.
    public func getUser(userID: String, ifNoneMatch: String? = nil) async throws(PostCardItError) -> User {
        try await reply(to: APIRequest<User>.getUser(userID: userID, ifNoneMatch: ifNoneMatch))
    }

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
        try await reply(to: APIRequest<BlockedPage>.listBlocked(limit: limit, cursor: cursor, ifNoneMatch: ifNoneMatch))
    }

    /// People whom you have blocked, the last blocked first. Page by page, each fetched when it is asked for: `GET /v1/users/blocked`
    public func listBlockedPages(limit: Int? = nil, cursor: String? = nil) -> Pages<BlockedPage> {
        Pages(from: cursor) { (cursor) async throws(PostCardItError) in
            try await listBlocked(limit: limit, cursor: cursor)
        }
    }

    /// Have news pushed to a device.
    ///
    /// HTTP: `POST /v1/users/me/devices`
    ///
    /// - Parameters:
    ///   - body: A device that is to be told of news. A push token belongs to its last registrant alone.
    /// - Throws: ``PostCardItError`` with the codes `invalid_json`, `unauthenticated`, `session_ended`,
    ///   `payload_too_large`, `unsupported_media_type`, `validation_failed`, `unknown_field`, `rate_limited`,
    ///   `internal`, `unavailable`.
    public func registerDevice(_ body: Device) async throws(PostCardItError) {
        try await reply(to: APIRequest<Void>.registerDevice(body))
    }

    /// Have no profile picture.
    ///
    /// HTTP: `DELETE /v1/users/me/avatar`
    ///
    /// - Throws: ``PostCardItError`` with the codes `unauthenticated`, `session_ended`, `rate_limited`, `internal`,
    ///   `unavailable`.
    @discardableResult
    public func removeAvatar() async throws(PostCardItError) -> User {
        try await reply(to: APIRequest<User>.removeAvatar())
    }

    /// Have nothing more pushed to a device.
    ///
    /// HTTP: `DELETE /v1/users/me/devices`
    ///
    /// - Parameters:
    ///   - body: A device that is to be told no more.
    /// - Throws: ``PostCardItError`` with the codes `invalid_json`, `unauthenticated`, `session_ended`,
    ///   `payload_too_large`, `unsupported_media_type`, `validation_failed`, `unknown_field`, `rate_limited`,
    ///   `internal`, `unavailable`.
    public func removeDevice(_ body: RemoveDevice) async throws(PostCardItError) {
        try await reply(to: APIRequest<Void>.removeDevice(body))
    }

    /// Find people by username, name or e-mail address.
    ///
    /// HTTP: `GET /v1/users/search`
    ///
    /// - Parameters:
    ///   - q: `q`.
    ///   - limit: How many items at the most. Without it: `20`.
    ///   - cursor: `nextCursor` of the page before.
    ///   - type: What a search compares: usernames and names by prefix, e-mail addresses exactly. Without it:
    ///     `username`.
    ///   - ifNoneMatch: An ETag that you have: 304 if it holds.
    /// - Throws: ``PostCardItError`` with the codes `invalid_cursor`, `unauthenticated`, `session_ended`,
    ///   `validation_failed`, `unknown_field`, `rate_limited`, `internal`, `unavailable`.
    public func searchUsers(
        q: String, limit: Int? = nil, cursor: String? = nil, type: SearchType? = nil, ifNoneMatch: String? = nil
    ) async throws(PostCardItError) -> UserPage {
        try await reply(to: APIRequest<UserPage>.searchUsers(
            q: q, limit: limit, cursor: cursor, type: type, ifNoneMatch: ifNoneMatch
        ))
    }

    /// Find people by username, name or e-mail address. Page by page, each fetched when it is asked for: `GET /v1/users/search`
    public func searchUsersPages(
        q: String, limit: Int? = nil, cursor: String? = nil, type: SearchType? = nil
    ) -> Pages<UserPage> {
        Pages(from: cursor) { (cursor) async throws(PostCardItError) in
            try await searchUsers(q: q, limit: limit, cursor: cursor, type: type)
        }
    }

    /// Make an uploaded photo your profile picture: square, 512 pixels.
    ///
    /// HTTP: `PUT /v1/users/me/avatar`
    ///
    /// - Parameters:
    ///   - body: Make a photo uploaded for this purpose (`avatar`) one's profile picture.
    /// - Throws: ``PostCardItError`` with the codes `invalid_json`, `unauthenticated`, `session_ended`,
    ///   `upload_not_ready`, `upload_rejected`, `payload_too_large`, `unsupported_media_type`, `validation_failed`,
    ///   `unknown_field`, `unknown_image`, `rate_limited`, `internal`, `unavailable`.
    @discardableResult
    public func setAvatar(_ body: SetAvatar) async throws(PostCardItError) -> User {
        try await reply(to: APIRequest<User>.setAvatar(body))
    }

    /// Lift a block; no friendship comes back.
    ///
    /// HTTP: `DELETE /v1/users/{userId}/block`
    ///
    /// - Parameters:
    ///   - userID: The person's id.
    /// - Throws: ``PostCardItError`` with the codes `unauthenticated`, `session_ended`, `not_found`, `rate_limited`,
    ///   `internal`, `unavailable`.
    public func unblockUser(userID: String) async throws(PostCardItError) {
        try await reply(to: APIRequest<Void>.unblockUser(userID: userID))
    }

    /// Change your own profile: keys left out stay, null clears.
    ///
    /// HTTP: `PATCH /v1/users/me`
    ///
    /// - Parameters:
    ///   - body: Changes to one's own profile: a key left out stays as it is, null clears.
    ///   - ifMatch: The ETag that you read: 412 if it changed since.
    /// - Throws: ``PostCardItError`` with the codes `invalid_json`, `unauthenticated`, `session_ended`,
    ///   `username_taken`, `precondition_failed`, `payload_too_large`, `unsupported_media_type`, `validation_failed`,
    ///   `unknown_field`, `email_change_needs_code`, `unknown_image`, `rate_limited`, `internal`, `unavailable`.
    @discardableResult
    public func updateMe(_ body: UpdateUser, ifMatch: String? = nil) async throws(PostCardItError) -> User {
        try await reply(to: APIRequest<User>.updateMe(body, ifMatch: ifMatch))
    }
}
