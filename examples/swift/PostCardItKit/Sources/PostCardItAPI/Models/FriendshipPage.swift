// Generated from PostCardIt 1. Do not edit.

/// Open friend requests, the newest first.
///
/// Travels with `GET /v1/friends/requests`.
public struct FriendshipPage: Codable, Hashable, Sendable {
    /// How many items this page holds.
    public let count: Int
    /// `requests` on the wire.
    public let requests: [Friendship]
    /// The next page's cursor; absent on the last page.
    public let nextCursor: String?

    /// Makes one.
    public init(count: Int, requests: [Friendship], nextCursor: String? = nil) {
        (self.count, self.requests, self.nextCursor) = (count, requests, nextCursor)
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        count = try wire.read("count")
        requests = try wire.read("requests")
        nextCursor = try wire.readIfAny("nextCursor")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(count, "count")
        try wire.write(requests, "requests")
        try wire.writeIfAny(nextCursor, "nextCursor")
    }
}

extension FriendshipPage: Page {
    /// The items of this page.
    public var items: [Friendship] { requests }
}
