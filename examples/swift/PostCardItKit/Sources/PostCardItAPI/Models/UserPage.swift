// Generated from PostCardIt 1. Do not edit.

import Foundation

/// People found, in the order of their usernames.
///
/// Travels with `GET /v1/users/search`.
public struct UserPage: Codable, Hashable, Sendable {
    /// How many items this page holds.
    public let count: Int
    /// `users` on the wire.
    public let users: [User]
    /// `searchTerm` on the wire.
    public let searchTerm: String
    /// What a search compares: usernames and names by prefix, e-mail addresses exactly.
    public let searchType: SearchType
    /// The next page's cursor; absent on the last page.
    public let nextCursor: String?

    /// Makes one.
    public init(
        count: Int, users: [User], searchTerm: String, searchType: SearchType, nextCursor: String? = nil
    ) {
        self.count = count
        self.users = users
        self.searchTerm = searchTerm
        self.searchType = searchType
        self.nextCursor = nextCursor
    }

    enum CodingKeys: String, CodingKey {
        case count, users, searchTerm, searchType, nextCursor
    }
}

extension UserPage: Page {
    /// The items of this page.
    public var items: [User] { users }
}
