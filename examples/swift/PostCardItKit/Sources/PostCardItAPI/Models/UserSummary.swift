// Generated from PostCardIt 1. Do not edit.

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
    public init(userID: String, username: String, fullName: String? = nil, profilePictureURL: String? = nil) {
        (self.userID, self.username, self.fullName) = (userID, username, fullName)
        self.profilePictureURL = profilePictureURL
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        userID = try wire.read("userId")
        username = try wire.read("username")
        fullName = try wire.readIfAny("fullName")
        profilePictureURL = try wire.readIfAny("profilePictureUrl")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(userID, "userId")
        try wire.write(username, "username")
        try wire.writeIfAny(fullName, "fullName")
        try wire.writeIfAny(profilePictureURL, "profilePictureUrl")
    }
}
