// Generated from PostCardIt 1. Do not edit.

import Foundation

/// All of one's own data as a zip file, behind a signed URL.
///
/// Travels with `POST /v1/users/me/export`.
public struct Export: Codable, Hashable, Sendable {
    /// `url` on the wire.
    public let url: String
    /// `expiresAt` on the wire.
    public let expiresAt: Date

    /// Makes one.
    public init(url: String, expiresAt: Date) {
        (self.url, self.expiresAt) = (url, expiresAt)
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        url = try wire.read("url")
        expiresAt = try wire.read("expiresAt")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(url, "url")
        try wire.write(expiresAt, "expiresAt")
    }
}
