// Generated from PostCardIt 1. Do not edit.

/// Set a new password with the code that was mailed; it ends every session.
///
/// Travels with `POST /v1/auth/reset-password`.
public struct ResetPassword: Codable, Hashable, Sendable, Redacted {
    /// `email` on the wire.
    public var email: String
    /// `code` on the wire.
    public var code: String
    /// `newPassword` on the wire.
    public var newPassword: String

    /// Makes one.
    public init(email: String, code: String, newPassword: String) {
        (self.email, self.code, self.newPassword) = (email, code, newPassword)
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        email = try wire.read("email")
        code = try wire.read("code")
        newPassword = try wire.read("newPassword")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(email, "email")
        try wire.write(code, "code")
        try wire.write(newPassword, "newPassword")
    }
}

extension ResetPassword: Validatable {
    /// Notes what the server would refuse.
    public func validate(in validation: inout Validation, at pointer: String) {
        validation.check(email, at: pointer + "/email", maxLength: 254, pattern: "^[^@\\s]{1,64}@[^@\\s.]+(\\.[^@\\s.]+)+\\z")
        validation.check(code, at: pointer + "/code", pattern: "^[0-9]{6}\\z")
        validation.check(newPassword, at: pointer + "/newPassword", minLength: 8, maxLength: 1024)
    }
}
