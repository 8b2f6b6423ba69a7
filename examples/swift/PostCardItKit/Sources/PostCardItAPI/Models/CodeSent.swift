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
    public init(email: String, expiresAt: Date) {
        (self.email, self.expiresAt) = (email, expiresAt)
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        email = try wire.read("email")
        expiresAt = try wire.read("expiresAt")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(email, "email")
        try wire.write(expiresAt, "expiresAt")
    }
}
