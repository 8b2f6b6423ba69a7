// Generated from PostCardIt 1. Do not edit.

import Foundation

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
        try await response(to: APIRequest<Friendship>.blockUser(userID: userID)).value
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
        _ = try await response(to: APIRequest<Void>.deleteMe(body))
    }

    /// All of your data as a zip file.
    ///
    /// HTTP: `POST /v1/users/me/export`
    ///
    /// - Throws: ``PostCardItError`` with the codes `unauthenticated`, `session_ended`, `rate_limited`, `internal`,
    ///   `unavailable`.
    @discardableResult
    public func exportMe() async throws(PostCardItError) -> Export {
        try await response(to: APIRequest<Export>.exportMe()).value
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
        try await response(to: APIRequest<User>.getMe(ifNoneMatch: ifNoneMatch)).value
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
        try await response(to: APIRequest<UserStats>.getStats(ifNoneMatch: ifNoneMatch)).value
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
        try await response(to: APIRequest<User>.getUser(userID: userID, ifNoneMatch: ifNoneMatch)).value
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
        _ = try await response(to: APIRequest<Void>.registerDevice(body))
    }

    /// Have no profile picture.
    ///
    /// HTTP: `DELETE /v1/users/me/avatar`
    ///
    /// - Throws: ``PostCardItError`` with the codes `unauthenticated`, `session_ended`, `rate_limited`, `internal`,
    ///   `unavailable`.
    @discardableResult
    public func removeAvatar() async throws(PostCardItError) -> User {
        try await response(to: APIRequest<User>.removeAvatar()).value
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
        _ = try await response(to: APIRequest<Void>.removeDevice(body))
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
        try await response(to: APIRequest<UserPage>.searchUsers(
            q: q, limit: limit, cursor: cursor, type: type, ifNoneMatch: ifNoneMatch
        )).value
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
        try await response(to: APIRequest<User>.setAvatar(body)).value
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
        _ = try await response(to: APIRequest<Void>.unblockUser(userID: userID))
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
        try await response(to: APIRequest<User>.updateMe(body, ifMatch: ifMatch)).value
    }
}
