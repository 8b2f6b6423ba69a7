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
    public init(
        url: String, expiresAt: Date
    ) {
        self.url = url
        self.expiresAt = expiresAt
    }

    enum CodingKeys: String, CodingKey {
        case url, expiresAt
    }
}
