// Generated from PostCardIt 1. Do not edit.

import Foundation

/// Postcards, the newest first.
///
/// Travels with `GET /v1/postcards`, `GET /v1/postcards/received`, `GET /v1/postcards/sent`.
public struct PostcardPage: Codable, Hashable, Sendable {
    /// How many items this page holds.
    public let count: Int
    /// `postcards` on the wire.
    public let postcards: [Postcard]
    /// The next page's cursor; absent on the last page.
    public let nextCursor: String?

    /// Makes one.
    public init(
        count: Int, postcards: [Postcard], nextCursor: String? = nil
    ) {
        self.count = count
        self.postcards = postcards
        self.nextCursor = nextCursor
    }

    enum CodingKeys: String, CodingKey {
        case count, postcards, nextCursor
    }
}

extension PostcardPage: Page {
    /// The items of this page.
    public var items: [Postcard] { postcards }
}
