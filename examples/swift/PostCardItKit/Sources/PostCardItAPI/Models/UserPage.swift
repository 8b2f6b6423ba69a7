// Generated from PostCardIt 1. Do not edit.

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
    public init(count: Int, users: [User], searchTerm: String, searchType: SearchType, nextCursor: String? = nil) {
        (self.count, self.users, self.searchTerm, self.searchType) = (count, users, searchTerm, searchType)
        self.nextCursor = nextCursor
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        count = try wire.read("count")
        users = try wire.read("users")
        searchTerm = try wire.read("searchTerm")
        searchType = try wire.read("searchType")
        nextCursor = try wire.readIfAny("nextCursor")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(count, "count")
        try wire.write(users, "users")
        try wire.write(searchTerm, "searchTerm")
        try wire.write(searchType, "searchType")
        try wire.writeIfAny(nextCursor, "nextCursor")
    }
}

extension UserPage: Page {
    /// The items of this page.
    public var items: [User] { users }
}
