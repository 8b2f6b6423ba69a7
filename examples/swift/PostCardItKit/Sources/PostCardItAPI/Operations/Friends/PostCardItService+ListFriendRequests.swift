// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `GET /v1/friends/requests`
    public static let listFriendRequests = OperationID(rawValue: "list_friend_requests")
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

extension PostCardItService {
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
        try await response(to: APIRequest<FriendshipPage>.listFriendRequests(
            limit: limit, cursor: cursor, direction: direction, ifNoneMatch: ifNoneMatch
        )).value
    }

    /// Open friend requests, made to you or by you. Page by page, each fetched when it is asked for: `GET /v1/friends/requests`
    public func listFriendRequestsPages(
        limit: Int? = nil, cursor: String? = nil, direction: ListFriendRequestsDirection? = nil
    ) -> Pages<FriendshipPage> {
        Pages(from: cursor) { (cursor) async throws(PostCardItError) in
            try await listFriendRequests(limit: limit, cursor: cursor, direction: direction)
        }
    }
}
