// Generated from PostCardIt 1. Do not edit.

/// One's friends, the newest first.
///
/// Travels with `GET /v1/friends`.
public struct FriendPage: Codable, Hashable, Sendable {
    /// How many items this page holds.
    public let count: Int
    /// `friends` on the wire.
    public let friends: [Friend]
    /// The next page's cursor; absent on the last page.
    public let nextCursor: String?

    /// Makes one.
    public init(count: Int, friends: [Friend], nextCursor: String? = nil) {
        (self.count, self.friends, self.nextCursor) = (count, friends, nextCursor)
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        count = try wire.read("count")
        friends = try wire.read("friends")
        nextCursor = try wire.readIfAny("nextCursor")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(count, "count")
        try wire.write(friends, "friends")
        try wire.writeIfAny(nextCursor, "nextCursor")
    }
}

extension FriendPage: Page {
    /// The items of this page.
    public var items: [Friend] { friends }
}
