// Generated from PostCardIt 1. Do not edit.

import Foundation

/// Changes in their order. `nextCursor` is always there: keep it together with what the changes made.
///
/// Travels with `GET /v1/sync`.
public struct SyncPage: Codable, Hashable, Sendable {
    /// `changes` on the wire.
    public let changes: [Change]
    /// `nextCursor` on the wire.
    public let nextCursor: String
    /// `hasMore` on the wire.
    public let hasMore: Bool

    /// Makes one.
    public init(
        changes: [Change], nextCursor: String, hasMore: Bool
    ) {
        self.changes = changes
        self.nextCursor = nextCursor
        self.hasMore = hasMore
    }

    enum CodingKeys: String, CodingKey {
        case changes, nextCursor, hasMore
    }
}
