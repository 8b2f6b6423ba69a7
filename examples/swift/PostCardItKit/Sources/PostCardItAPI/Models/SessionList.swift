// Generated from PostCardIt 1. Do not edit.

/// One's live sessions, the last used first.
///
/// Travels with `GET /v1/auth/sessions`.
public struct SessionList: Codable, Hashable, Sendable {
    /// `sessions` on the wire.
    public let sessions: [UserSession]
    /// `count` on the wire.
    public let count: Int

    /// Makes one.
    public init(sessions: [UserSession], count: Int) {
        (self.sessions, self.count) = (sessions, count)
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        sessions = try wire.read("sessions")
        count = try wire.read("count")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(sessions, "sessions")
        try wire.write(count, "count")
    }
}
