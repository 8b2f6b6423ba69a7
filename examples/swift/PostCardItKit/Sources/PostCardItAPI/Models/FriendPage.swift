// Generated from PostCardIt 1. Do not edit.

import Foundation

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
    public init(
        count: Int, friends: [Friend], nextCursor: String? = nil
    ) {
        self.count = count
        self.friends = friends
        self.nextCursor = nextCursor
    }

    enum CodingKeys: String, CodingKey {
        case count, friends, nextCursor
    }
}

extension FriendPage: Page {
    /// The items of this page.
    public var items: [Friend] { friends }
}
