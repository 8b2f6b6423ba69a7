// Generated from PostCardIt 1. Do not edit.

/// The public keys that access tokens are signed with (RFC 7517).
///
/// Travels with `GET /v1/.well-known/jwks.json`.
public struct JWKS: Codable, Hashable, Sendable {
    /// `keys` on the wire.
    public let keys: [JSONWebKey]

    /// Makes one.
    public init(keys: [JSONWebKey]) {
        self.keys = keys
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        keys = try wire.read("keys")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(keys, "keys")
    }
}
