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
        self.friendshipID = friendshipID
        self.requesterID = requesterID
        self.addresseeID = addresseeID
        self.status = status
        self.requestedAt = requestedAt
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.requester = requester
        self.addressee = addressee
        self.respondedAt = respondedAt
    }

    enum CodingKeys: String, CodingKey {
        case status, requestedAt, createdAt, updatedAt, requester, addressee, respondedAt
        case friendshipID = "friendshipId"
        case requesterID = "requesterId"
        case addresseeID = "addresseeId"
    }
}
