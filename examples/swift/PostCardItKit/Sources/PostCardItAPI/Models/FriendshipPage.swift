// Generated from PostCardIt 1. Do not edit.

import Foundation

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
    public init(
        count: Int, requests: [Friendship], nextCursor: String? = nil
    ) {
        self.count = count
        self.requests = requests
        self.nextCursor = nextCursor
    }

    enum CodingKeys: String, CodingKey {
        case count, requests, nextCursor
    }
}

extension FriendshipPage: Page {
    /// The items of this page.
    public var items: [Friendship] { requests }
}
