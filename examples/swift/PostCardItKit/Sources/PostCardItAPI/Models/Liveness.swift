// Generated from PostCardIt 1. Do not edit.

import Foundation

/// The process runs.
///
/// Travels with `GET /v1/health/live`.
public struct Liveness: Codable, Hashable, Sendable {
    /// `status` on the wire.
    public let status: String

    /// Makes one.
    public init(
        status: String
    ) {
        self.status = status
    }

    enum CodingKeys: String, CodingKey {
        case status
    }
}
