// Generated from PostCardIt 1. Do not edit.

import Foundation

/// A person as embedded in cards and friendships, so that a screen needs no second request per row.
///
/// Travels with `DELETE /v1/postcards/{postcardId}/archive`, `GET /v1/events`, `GET /v1/friends` and 13 more.
public struct UserSummary: Codable, Hashable, Sendable, Identifiable {
    /// `userId` on the wire.
    public let userID: String
    /// `username` on the wire.
    public let username: String
    /// `fullName` on the wire.
    public let fullName: String?
    /// `profilePictureUrl` on the wire.
    public let profilePictureURL: String?
    /// What tells one from another: ``userID``.
    public var id: String { userID }

    /// Makes one.
    public init(
        userID: String, username: String, fullName: String? = nil, profilePictureURL: String? = nil
    ) {
        self.userID = userID
        self.username = username
        self.fullName = fullName
        self.profilePictureURL = profilePictureURL
    }

    enum CodingKeys: String, CodingKey {
        case username, fullName
        case userID = "userId"
        case profilePictureURL = "profilePictureUrl"
    }
}
