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
        (self.sessionID, self.createdAt, self.lastUsedAt) = (sessionID, createdAt, lastUsedAt)
        (self.expiresAt, self.isCurrent, self.deviceName) = (expiresAt, isCurrent, deviceName)
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        sessionID = try wire.read("sessionId")
        createdAt = try wire.read("createdAt")
        lastUsedAt = try wire.read("lastUsedAt")
        expiresAt = try wire.read("expiresAt")
        isCurrent = try wire.read("isCurrent")
        deviceName = try wire.readIfAny("deviceName")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(sessionID, "sessionId")
        try wire.write(createdAt, "createdAt")
        try wire.write(lastUsedAt, "lastUsedAt")
        try wire.write(expiresAt, "expiresAt")
        try wire.write(isCurrent, "isCurrent")
        try wire.writeIfAny(deviceName, "deviceName")
    }
}
