// Generated from PostCardIt 1. Do not edit.

import Foundation

/// One's live sessions, the last used first.
///
/// Travels with `GET /v1/auth/sessions`.
public struct SessionList: Codable, Hashable, Sendable {
    /// `sessions` on the wire.
    public let sessions: [UserSession]
    /// `count` on the wire.
    public let count: Int

    /// Makes one.
    public init(
        sessions: [UserSession], count: Int
    ) {
        self.sessions = sessions
        self.count = count
    }

    enum CodingKeys: String, CodingKey {
        case sessions, count
    }
}
