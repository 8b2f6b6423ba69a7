// Generated from PostCardIt 1. Do not edit.

/// The process runs.
///
/// Travels with `GET /v1/health/live`.
public struct Liveness: Codable, Hashable, Sendable {
    /// `status` on the wire.
    public let status: String

    /// Makes one.
    public init(status: String) {
        self.status = status
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        status = try wire.read("status")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(status, "status")
    }
}
