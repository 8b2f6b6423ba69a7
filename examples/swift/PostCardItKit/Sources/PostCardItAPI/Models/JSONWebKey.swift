// Generated from PostCardIt 1. Do not edit.

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
        (self.kty, self.kid, self.alg, self.crv, self.e, self.n, self.use, self.x) = (kty, kid, alg, crv, e, n, use, x)
        self.y = y
    }

    /// Reads it; what is missing has the value that the contract gives it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        kty = try wire.read("kty")
        kid = try wire.read("kid")
        alg = try wire.read("alg")
        crv = try wire.readIfAny("crv")
        e = try wire.readIfAny("e")
        n = try wire.readIfAny("n")
        use = try wire.readIfAny("use") ?? "sig"
        x = try wire.readIfAny("x")
        y = try wire.readIfAny("y")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(kty, "kty")
        try wire.write(kid, "kid")
        try wire.write(alg, "alg")
        try wire.writeIfAny(crv, "crv")
        try wire.writeIfAny(e, "e")
        try wire.writeIfAny(n, "n")
        try wire.write(use, "use")
        try wire.writeIfAny(x, "x")
        try wire.writeIfAny(y, "y")
    }
}
