// Generated from PostCardIt 1. Do not edit.

import Foundation

/// What is between two people: who asked whom, and what came of it.
///
/// While one of them blocks the other it is `blocked`: they who block are the requester, since `requestedAt`; to the
/// addressee it is not there.
///
/// Travels with `GET /v1/events`, `GET /v1/friends/requests`, `GET /v1/sync` and 4 more.
public struct Friendship: Codable, Hashable, Sendable, Identifiable {
    /// `friendshipId` on the wire.
    public let friendshipID: String
    /// `requesterId` on the wire.
    public let requesterID: String
    /// `addresseeId` on the wire.
    public let addresseeID: String
    /// How far a friendship is. `blocked` is shown to its maker alone.
    public let status: FriendshipStatus
    /// `requestedAt` on the wire.
    public let requestedAt: Date
    /// `createdAt` on the wire.
    public let createdAt: Date
    /// `updatedAt` on the wire.
    public let updatedAt: Date
    /// A person as embedded in cards and friendships, so that a screen needs no second request per row.
    public let requester: UserSummary
    /// A person as embedded in cards and friendships, so that a screen needs no second request per row.
    public let addressee: UserSummary
    /// `respondedAt` on the wire.
    public let respondedAt: Date?
    /// What tells one from another: ``friendshipID``.
    public var id: String { friendshipID }

    /// Makes one.
    public init(
        friendshipID: String, requesterID: String, addresseeID: String, status: FriendshipStatus, requestedAt: Date,
        createdAt: Date, updatedAt: Date, requester: UserSummary, addressee: UserSummary, respondedAt: Date? = nil
    ) {
        (self.friendshipID, self.requesterID, self.addresseeID) = (friendshipID, requesterID, addresseeID)
        (self.status, self.requestedAt, self.createdAt, self.updatedAt) = (status, requestedAt, createdAt, updatedAt)
        (self.requester, self.addressee, self.respondedAt) = (requester, addressee, respondedAt)
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        friendshipID = try wire.read("friendshipId")
        requesterID = try wire.read("requesterId")
        addresseeID = try wire.read("addresseeId")
        status = try wire.read("status")
        requestedAt = try wire.read("requestedAt")
        createdAt = try wire.read("createdAt")
        updatedAt = try wire.read("updatedAt")
        requester = try wire.read("requester")
        addressee = try wire.read("addressee")
        respondedAt = try wire.readIfAny("respondedAt")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(friendshipID, "friendshipId")
        try wire.write(requesterID, "requesterId")
        try wire.write(addresseeID, "addresseeId")
        try wire.write(status, "status")
        try wire.write(requestedAt, "requestedAt")
        try wire.write(createdAt, "createdAt")
        try wire.write(updatedAt, "updatedAt")
        try wire.write(requester, "requester")
        try wire.write(addressee, "addressee")
        try wire.writeIfAny(respondedAt, "respondedAt")
    }
}
