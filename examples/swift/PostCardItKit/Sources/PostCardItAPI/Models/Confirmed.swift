// Generated from PostCardIt 1. Do not edit.

import Foundation

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
    public init(
        userID: String, tokens: TokenPair? = nil
    ) {
        self.userID = userID
        self.tokens = tokens
    }

    enum CodingKeys: String, CodingKey {
        case tokens
        case userID = "userId"
    }
}
