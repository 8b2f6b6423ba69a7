// Generated from PostCardIt 1. Do not edit.

/// A confirmed account; `tokens` when the password was given and right.
///
/// Travels with `POST /v1/auth/confirm`.
public struct Confirmed: Codable, Hashable, Sendable, Identifiable {
    /// `userId` on the wire.
    public let userID: String
    /// A session's tokens: the access token for requests, the refresh token for the next pair.
    public let tokens: TokenPair?
    /// What tells one from another: ``userID``.
    public var id: String { userID }

    /// Makes one.
    public init(userID: String, tokens: TokenPair? = nil) {
        (self.userID, self.tokens) = (userID, tokens)
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        userID = try wire.read("userId")
        tokens = try wire.readIfAny("tokens")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(userID, "userId")
        try wire.writeIfAny(tokens, "tokens")
    }
}
