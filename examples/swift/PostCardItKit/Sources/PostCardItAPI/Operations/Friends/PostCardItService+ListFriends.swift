// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `GET /v1/friends`
    public static let listFriends = OperationID(rawValue: "list_friends")
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

extension PostCardItService {
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
        try await response(to: APIRequest<FriendPage>.listFriends(
            limit: limit, cursor: cursor, ifNoneMatch: ifNoneMatch
        )).value
    }

    /// Your friends, the newest first. Page by page, each fetched when it is asked for: `GET /v1/friends`
    public func listFriendsPages(limit: Int? = nil, cursor: String? = nil) -> Pages<FriendPage> {
        Pages(from: cursor) { (cursor) async throws(PostCardItError) in
            try await listFriends(limit: limit, cursor: cursor)
        }
    }
}
