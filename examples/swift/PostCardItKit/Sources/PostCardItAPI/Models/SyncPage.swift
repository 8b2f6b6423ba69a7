// Generated from PostCardIt 1. Do not edit.

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
    public init(changes: [Change], nextCursor: String, hasMore: Bool) {
        (self.changes, self.nextCursor, self.hasMore) = (changes, nextCursor, hasMore)
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        changes = try wire.read("changes")
        nextCursor = try wire.read("nextCursor")
        hasMore = try wire.read("hasMore")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(changes, "changes")
        try wire.write(nextCursor, "nextCursor")
        try wire.write(hasMore, "hasMore")
    }
}
