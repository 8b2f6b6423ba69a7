// Generated from PostCardIt 1. Do not edit.

/// End this session, the one that a refresh token belongs to, or with `all` every session of the user.
///
/// Travels with `POST /v1/auth/logout`.
public struct LogoutUser: Codable, Hashable, Sendable, Redacted {
    /// `all` on the wire. Without it: `false`.
    public var all: Bool?
    /// `refreshToken` on the wire.
    public var refreshToken: String?

    /// Makes one.
    public init(all: Bool? = nil, refreshToken: String? = nil) {
        (self.all, self.refreshToken) = (all, refreshToken)
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        all = try wire.readIfAny("all")
        refreshToken = try wire.readIfAny("refreshToken")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.writeIfAny(all, "all")
        try wire.writeIfAny(refreshToken, "refreshToken")
    }
}

extension LogoutUser: Validatable {
    /// Notes what the server would refuse.
    public func validate(in validation: inout Validation, at pointer: String) {
        validation.check(refreshToken, at: pointer + "/refreshToken", maxLength: 8192)
    }
}
