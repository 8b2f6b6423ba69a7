// Generated from PostCardIt 1. Do not edit.

/// Trade a refresh token for a new pair. Each counts once; a lost answer may be asked for again for 30 seconds.
///
/// Travels with `POST /v1/auth/refresh`.
public struct RefreshTokens: Codable, Hashable, Sendable, Redacted {
    /// `refreshToken` on the wire.
    public var refreshToken: String

    /// Makes one.
    public init(refreshToken: String) {
        self.refreshToken = refreshToken
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        refreshToken = try wire.read("refreshToken")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(refreshToken, "refreshToken")
    }
}

extension RefreshTokens: Validatable {
    /// Notes what the server would refuse.
    public func validate(in validation: inout Validation, at pointer: String) {
        validation.check(refreshToken, at: pointer + "/refreshToken", maxLength: 8192)
    }
}
