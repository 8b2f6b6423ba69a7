// Generated from PostCardIt 1. Do not edit.

import Foundation

/// A person's profile. `email` and `findableByEmail` are there in one's own profile and in no one else's.
///
/// Travels with `DELETE /v1/users/me/avatar`, `GET /v1/events`, `GET /v1/sync` and 9 more.
public struct User: Codable, Hashable, Sendable, Identifiable {
    /// `userId` on the wire.
    public let userID: String
    /// `username` on the wire.
    public let username: String
    /// `isActive` on the wire.
    public let isActive: Bool
    /// `createdAt` on the wire.
    public let createdAt: Date
    /// How many postcards this person has sent and not withdrawn.
    public let postcardsCount: Int
    /// `friendsCount` on the wire.
    public let friendsCount: Int
    /// `bio` on the wire.
    public let bio: String?
    /// `email` on the wire.
    public let email: String?
    /// `findableByEmail` on the wire.
    public let findableByEmail: Bool?
    /// `fullName` on the wire.
    public let fullName: String?
    /// A signed URL, valid for at most 15 minutes.
    public let profilePictureURL: String?
    /// `updatedAt` on the wire.
    public let updatedAt: Date?
    /// What tells one from another: ``userID``.
    public var id: String { userID }

    /// Makes one.
    public init(
        userID: String, username: String, isActive: Bool, createdAt: Date, postcardsCount: Int, friendsCount: Int,
        bio: String? = nil, email: String? = nil, findableByEmail: Bool? = nil, fullName: String? = nil,
        profilePictureURL: String? = nil, updatedAt: Date? = nil
    ) {
        self.userID = userID
        self.username = username
        self.isActive = isActive
        self.createdAt = createdAt
        self.postcardsCount = postcardsCount
        self.friendsCount = friendsCount
        self.bio = bio
        self.email = email
        self.findableByEmail = findableByEmail
        self.fullName = fullName
        self.profilePictureURL = profilePictureURL
        self.updatedAt = updatedAt
    }

    enum CodingKeys: String, CodingKey {
        case username, isActive, createdAt, postcardsCount, friendsCount, bio, email, findableByEmail, fullName, updatedAt
        case userID = "userId"
        case profilePictureURL = "profilePictureUrl"
    }
}
