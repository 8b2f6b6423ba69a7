// Generated from PostCardIt 1. Do not edit.

import Foundation

/// Where a six-digit code was sent and until when it counts. The same answer whether or not an account exists.
///
/// Travels with `POST /v1/auth/change-email`, `POST /v1/auth/forgot-password`, `POST /v1/auth/register` and 1 more.
public struct CodeSent: Codable, Hashable, Sendable {
    /// `email` on the wire.
    public let email: String
    /// `expiresAt` on the wire.
    public let expiresAt: Date

    /// Makes one.
    public init(
        email: String, expiresAt: Date
    ) {
        self.email = email
        self.expiresAt = expiresAt
    }

    enum CodingKeys: String, CodingKey {
        case email, expiresAt
    }
}
