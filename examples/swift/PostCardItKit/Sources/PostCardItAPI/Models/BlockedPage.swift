// Generated from PostCardIt 1. Do not edit.

import Foundation

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
    public init(
        count: Int, blocked: [Friendship], nextCursor: String? = nil
    ) {
        self.count = count
        self.blocked = blocked
        self.nextCursor = nextCursor
    }

    enum CodingKeys: String, CodingKey {
        case count, blocked, nextCursor
    }
}

extension BlockedPage: Page {
    /// The items of this page.
    public var items: [Friendship] { blocked }
}
