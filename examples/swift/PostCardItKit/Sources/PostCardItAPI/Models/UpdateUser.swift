// Generated from PostCardIt 1. Do not edit.

/// Changes to one's own profile: a key left out stays as it is, null clears.
///
/// `email` may only repeat the present address: another one needs a code (email_change_needs_code).
/// `profilePictureUrl` is a URL or key of one's own uploaded avatar; nothing is ever fetched.
///
/// Travels with `PATCH /v1/users/me`.
public struct UpdateUser: Codable, Hashable, Sendable {
    /// `bio` on the wire.
    public var bio: Patch<String>
    /// `email` on the wire.
    public var email: Patch<String>
    /// `findableByEmail` on the wire.
    public var findableByEmail: Patch<Bool>
    /// `fullName` on the wire.
    public var fullName: Patch<String>
    /// `profilePictureUrl` on the wire.
    public var profilePictureURL: Patch<String>
    /// `username` on the wire.
    public var username: Patch<String>

    /// Makes one.
    public init(
        bio: Patch<String> = .keep, email: Patch<String> = .keep, findableByEmail: Patch<Bool> = .keep,
        fullName: Patch<String> = .keep, profilePictureURL: Patch<String> = .keep, username: Patch<String> = .keep
    ) {
        (self.bio, self.email, self.findableByEmail, self.fullName) = (bio, email, findableByEmail, fullName)
        (self.profilePictureURL, self.username) = (profilePictureURL, username)
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        bio = try wire.readPatch("bio")
        email = try wire.readPatch("email")
        findableByEmail = try wire.readPatch("findableByEmail")
        fullName = try wire.readPatch("fullName")
        profilePictureURL = try wire.readPatch("profilePictureUrl")
        username = try wire.readPatch("username")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.writePatch(bio, "bio")
        try wire.writePatch(email, "email")
        try wire.writePatch(findableByEmail, "findableByEmail")
        try wire.writePatch(fullName, "fullName")
        try wire.writePatch(profilePictureURL, "profilePictureUrl")
        try wire.writePatch(username, "username")
    }
}

extension UpdateUser: Validatable {
    /// Notes what the server would refuse.
    public func validate(in validation: inout Validation, at pointer: String) {
        validation.check(bio.value, at: pointer + "/bio", maxLength: 300)
        validation.check(email.value, at: pointer + "/email", maxLength: 254, pattern: "^[^@\\s]{1,64}@[^@\\s.]+(\\.[^@\\s.]+)+\\z")
        validation.check(fullName.value, at: pointer + "/fullName", maxLength: 100)
        validation.check(profilePictureURL.value, at: pointer + "/profilePictureUrl", maxLength: 2048)
        validation.check(username.value, at: pointer + "/username", minLength: 3, maxLength: 30, pattern: "^[\\p{L}\\p{M}\\p{N}._-]+\\z")
    }
}
