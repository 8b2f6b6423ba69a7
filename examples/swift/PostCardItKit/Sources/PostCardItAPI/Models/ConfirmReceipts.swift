// Generated from PostCardIt 1. Do not edit.

/// What the recipient's device has received and shown. Cards that are not one's own to confirm are passed over.
///
/// Travels with `POST /v1/postcards/receipts`.
public struct ConfirmReceipts: Codable, Hashable, Sendable {
    /// `delivered` on the wire.
    public var delivered: [String]?
    /// `read` on the wire.
    public var read: [String]?

    /// Makes one.
    public init(delivered: [String]? = nil, read: [String]? = nil) {
        (self.delivered, self.read) = (delivered, read)
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        delivered = try wire.readIfAny("delivered")
        read = try wire.readIfAny("read")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.writeIfAny(delivered, "delivered")
        try wire.writeIfAny(read, "read")
    }
}

extension ConfirmReceipts: Validatable {
    /// Notes what the server would refuse.
    public func validate(in validation: inout Validation, at pointer: String) {
        validation.check(delivered, at: pointer + "/delivered", maxItems: 100) {
            $0.check($1, at: $2, pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\\z")
        }
        validation.check(read, at: pointer + "/read", maxItems: 100) {
            $0.check($1, at: $2, pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\\z")
        }
    }
}
