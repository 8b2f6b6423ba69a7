// Generated from PostCardIt 1. Do not edit.

import Foundation

/// The public keys that access tokens are signed with (RFC 7517).
///
/// Travels with `GET /v1/.well-known/jwks.json`.
public struct JWKS: Codable, Hashable, Sendable {
    /// `keys` on the wire.
    public let keys: [JSONWebKey]

    /// Makes one.
    public init(
        keys: [JSONWebKey]
    ) {
        self.keys = keys
    }

    enum CodingKeys: String, CodingKey {
        case keys
    }
}
