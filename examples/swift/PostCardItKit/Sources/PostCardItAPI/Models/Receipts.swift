// Generated from PostCardIt 1. Do not edit.

/// How many of the confirmed postcards took a step by it: none takes a step twice, none goes backwards.
///
/// Travels with `POST /v1/postcards/receipts`.
public struct Receipts: Codable, Hashable, Sendable {
    /// `delivered` on the wire.
    public let delivered: Int
    /// `read` on the wire.
    public let read: Int

    /// Makes one.
    public init(delivered: Int, read: Int) {
        (self.delivered, self.read) = (delivered, read)
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        delivered = try wire.read("delivered")
        read = try wire.read("read")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(delivered, "delivered")
        try wire.write(read, "read")
    }
}
