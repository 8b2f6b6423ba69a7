// Generated from PostCardIt 1. Do not edit.

/// The stamps of a catalogue that fits one page.
///
/// Travels with `GET /v1/stamps`.
public struct StampPage: Codable, Hashable, Sendable {
    /// `stamps` on the wire.
    public let stamps: [Stamp]
    /// `count` on the wire.
    public let count: Int

    /// Makes one.
    public init(stamps: [Stamp], count: Int) {
        (self.stamps, self.count) = (stamps, count)
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        stamps = try wire.read("stamps")
        count = try wire.read("count")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(stamps, "stamps")
        try wire.write(count, "count")
    }
}
