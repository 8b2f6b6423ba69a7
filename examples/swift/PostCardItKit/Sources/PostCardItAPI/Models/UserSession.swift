// Generated from PostCardIt 1. Do not edit.

import Foundation

/// A session on one device. Where it is used from is not kept.
///
/// Travels with `GET /v1/auth/sessions`.
public struct UserSession: Codable, Hashable, Sendable, Identifiable {
    /// `sessionId` on the wire.
    public let sessionID: String
    /// `createdAt` on the wire.
    public let createdAt: Date
    /// `lastUsedAt` on the wire.
    public let lastUsedAt: Date
    /// When it ends if it is not used.
    public let expiresAt: Date
    /// Whether it is the one that asks.
    public let isCurrent: Bool
    /// `deviceName` on the wire.
    public let deviceName: String?
    /// What tells one from another: ``sessionID``.
    public var id: String { sessionID }

    /// Makes one.
    public init(
        sessionID: String, createdAt: Date, lastUsedAt: Date, expiresAt: Date, isCurrent: Bool,
        deviceName: String? = nil
    ) {
        self.sessionID = sessionID
        self.createdAt = createdAt
        self.lastUsedAt = lastUsedAt
        self.expiresAt = expiresAt
        self.isCurrent = isCurrent
        self.deviceName = deviceName
    }

    enum CodingKeys: String, CodingKey {
        case createdAt, lastUsedAt, expiresAt, isCurrent, deviceName
        case sessionID = "sessionId"
    }
}
