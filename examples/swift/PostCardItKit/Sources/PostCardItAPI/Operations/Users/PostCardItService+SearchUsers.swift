// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `GET /v1/users/search`
    public static let searchUsers = OperationID(rawValue: "search_users")
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

extension PostCardItService {
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
}
