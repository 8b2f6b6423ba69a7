// Generated from PostCardIt 1. Do not edit.

/// A session's tokens: the access token for requests, the refresh token for the next pair.
///
/// Travels with `POST /v1/auth/confirm`, `POST /v1/auth/login`, `POST /v1/auth/refresh`.
public struct TokenPair: Codable, Hashable, Sendable, Redacted {
    /// `accessToken` on the wire.
    public let accessToken: String
    /// `refreshToken` on the wire.
    public let refreshToken: String
    /// Seconds until the access token ends.
    public let expiresIn: Int
    /// Seconds until the refresh token ends if it is not used.
    public let refreshExpiresIn: Int
    /// A person's profile. `email` and `findableByEmail` are there in one's own profile and in no one else's.
    public let user: User
    /// `tokenType` on the wire.
    public let tokenType: String

    /// Makes one.
    public init(
        accessToken: String, refreshToken: String, expiresIn: Int, refreshExpiresIn: Int, user: User,
        tokenType: String = "Bearer"
    ) {
        (self.accessToken, self.refreshToken, self.expiresIn) = (accessToken, refreshToken, expiresIn)
        (self.refreshExpiresIn, self.user, self.tokenType) = (refreshExpiresIn, user, tokenType)
    }

    /// Reads it; what is missing has the value that the contract gives it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        accessToken = try wire.read("accessToken")
        refreshToken = try wire.read("refreshToken")
        expiresIn = try wire.read("expiresIn")
        refreshExpiresIn = try wire.read("refreshExpiresIn")
        user = try wire.read("user")
        tokenType = try wire.readIfAny("tokenType") ?? "Bearer"
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(accessToken, "accessToken")
        try wire.write(refreshToken, "refreshToken")
        try wire.write(expiresIn, "expiresIn")
        try wire.write(refreshExpiresIn, "refreshExpiresIn")
        try wire.write(user, "user")
        try wire.write(tokenType, "tokenType")
    }
}
