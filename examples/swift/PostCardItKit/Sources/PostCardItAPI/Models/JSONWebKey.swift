// Generated from PostCardIt 1. Do not edit.

import Foundation

/// A public key (RFC 7517) that access tokens are signed with: `crv`, `x` and `y` of ES256, `n` and `e` of RS256.
///
/// Travels with `GET /v1/.well-known/jwks.json`.
public struct JSONWebKey: Codable, Hashable, Sendable {
    /// `kty` on the wire.
    public let kty: String
    /// `kid` on the wire.
    public let kid: String
    /// `alg` on the wire.
    public let alg: String
    /// `crv` on the wire.
    public let crv: String?
    /// `e` on the wire.
    public let e: String?
    /// `n` on the wire.
    public let n: String?
    /// `use` on the wire.
    public let use: String
    /// `x` on the wire.
    public let x: String?
    /// `y` on the wire.
    public let y: String?

    /// Makes one.
    public init(
        kty: String, kid: String, alg: String, crv: String? = nil, e: String? = nil, n: String? = nil,
        use: String = "sig", x: String? = nil, y: String? = nil
    ) {
        self.kty = kty
        self.kid = kid
        self.alg = alg
        self.crv = crv
        self.e = e
        self.n = n
        self.use = use
        self.x = x
        self.y = y
    }

    enum CodingKeys: String, CodingKey {
        case kty, kid, alg, crv, e, n, use, x, y
    }
}

extension JSONWebKey {
    /// Reads it; what is missing has the value that the contract gives it.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        kty = try container.decode(String.self, forKey: .kty)
        kid = try container.decode(String.self, forKey: .kid)
        alg = try container.decode(String.self, forKey: .alg)
        crv = try container.decodeIfPresent(String.self, forKey: .crv)
        e = try container.decodeIfPresent(String.self, forKey: .e)
        n = try container.decodeIfPresent(String.self, forKey: .n)
        use = try container.decodeIfPresent(String.self, forKey: .use) ?? "sig"
        x = try container.decodeIfPresent(String.self, forKey: .x)
        y = try container.decodeIfPresent(String.self, forKey: .y)
    }
}
