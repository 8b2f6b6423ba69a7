// Generated from PostCardIt 1. Do not edit.

import Foundation

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
        self.accessToken = accessToken
        self.refreshToken = refreshToken
        self.expiresIn = expiresIn
        self.refreshExpiresIn = refreshExpiresIn
        self.user = user
        self.tokenType = tokenType
    }

    enum CodingKeys: String, CodingKey {
        case accessToken, refreshToken, expiresIn, refreshExpiresIn, user, tokenType
    }
}

extension TokenPair {
    /// Reads it; what is missing has the value that the contract gives it.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        accessToken = try container.decode(String.self, forKey: .accessToken)
        refreshToken = try container.decode(String.self, forKey: .refreshToken)
        expiresIn = try container.decode(Int.self, forKey: .expiresIn)
        refreshExpiresIn = try container.decode(Int.self, forKey: .refreshExpiresIn)
        user = try container.decode(User.self, forKey: .user)
        tokenType = try container.decodeIfPresent(String.self, forKey: .tokenType) ?? "Bearer"
    }
}
