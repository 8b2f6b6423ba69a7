// Generated from PostCardIt 1. Do not edit.

/// People whom one has blocked, the last blocked first: each the addressee of a friendship that is `blocked`.
///
/// Travels with `GET /v1/users/blocked`.
public struct BlockedPage: Codable, Hashable, Sendable {
    /// How many items this page holds.
    public let count: Int
    /// `blocked` on the wire.
    public let blocked: [Friendship]
    /// The next page's cursor; absent on the last page.
    public let nextCursor: String?

    /// Makes one.
    public init(count: Int, blocked: [Friendship], nextCursor: String? = nil) {
        (self.count, self.blocked, self.nextCursor) = (count, blocked, nextCursor)
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        count = try wire.read("count")
        blocked = try wire.read("blocked")
        nextCursor = try wire.readIfAny("nextCursor")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(count, "count")
        try wire.write(blocked, "blocked")
        try wire.writeIfAny(nextCursor, "nextCursor")
    }
}

extension BlockedPage: Page {
    /// The items of this page.
    public var items: [Friendship] { blocked }
}
