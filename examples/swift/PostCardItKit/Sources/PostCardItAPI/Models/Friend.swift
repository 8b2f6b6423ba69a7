// Generated from PostCardIt 1. Do not edit.

import Foundation

/// An accepted friendship seen from one side.
///
/// Travels with `GET /v1/friends`.
public struct Friend: Codable, Hashable, Sendable, Identifiable {
    /// `friendshipId` on the wire.
    public let friendshipID: String
    /// A person as embedded in cards and friendships, so that a screen needs no second request per row.
    public let user: UserSummary
    /// `since` on the wire.
    public let since: Date
    /// What tells one from another: ``friendshipID``.
    public var id: String { friendshipID }

    /// Makes one.
    public init(friendshipID: String, user: UserSummary, since: Date) {
        (self.friendshipID, self.user, self.since) = (friendshipID, user, since)
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        friendshipID = try wire.read("friendshipId")
        user = try wire.read("user")
        since = try wire.read("since")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(friendshipID, "friendshipId")
        try wire.write(user, "user")
        try wire.write(since, "since")
    }
}
