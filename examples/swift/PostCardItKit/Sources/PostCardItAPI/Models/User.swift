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
        (self.userID, self.username, self.isActive, self.createdAt) = (userID, username, isActive, createdAt)
        (self.postcardsCount, self.friendsCount, self.bio, self.email) = (postcardsCount, friendsCount, bio, email)
        (self.findableByEmail, self.fullName, self.profilePictureURL) = (findableByEmail, fullName, profilePictureURL)
        self.updatedAt = updatedAt
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        userID = try wire.read("userId")
        username = try wire.read("username")
        isActive = try wire.read("isActive")
        createdAt = try wire.read("createdAt")
        postcardsCount = try wire.read("postcardsCount")
        friendsCount = try wire.read("friendsCount")
        bio = try wire.readIfAny("bio")
        email = try wire.readIfAny("email")
        findableByEmail = try wire.readIfAny("findableByEmail")
        fullName = try wire.readIfAny("fullName")
        profilePictureURL = try wire.readIfAny("profilePictureUrl")
        updatedAt = try wire.readIfAny("updatedAt")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(userID, "userId")
        try wire.write(username, "username")
        try wire.write(isActive, "isActive")
        try wire.write(createdAt, "createdAt")
        try wire.write(postcardsCount, "postcardsCount")
        try wire.write(friendsCount, "friendsCount")
        try wire.writeIfAny(bio, "bio")
        try wire.writeIfAny(email, "email")
        try wire.writeIfAny(findableByEmail, "findableByEmail")
        try wire.writeIfAny(fullName, "fullName")
        try wire.writeIfAny(profilePictureURL, "profilePictureUrl")
        try wire.writeIfAny(updatedAt, "updatedAt")
    }
}
