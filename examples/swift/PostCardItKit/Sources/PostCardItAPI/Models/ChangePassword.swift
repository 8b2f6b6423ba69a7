// Generated from PostCardIt 1. Do not edit.

/// Set a new password with the present one; it ends every other session.
///
/// Travels with `POST /v1/auth/change-password`.
public struct ChangePassword: Codable, Hashable, Sendable, Redacted {
    /// `password` on the wire.
    public var password: String
    /// `newPassword` on the wire.
    public var newPassword: String

    /// Makes one.
    public init(password: String, newPassword: String) {
        (self.password, self.newPassword) = (password, newPassword)
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        password = try wire.read("password")
        newPassword = try wire.read("newPassword")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(password, "password")
        try wire.write(newPassword, "newPassword")
    }
}

extension ChangePassword: Validatable {
    /// Notes what the server would refuse.
    public func validate(in validation: inout Validation, at pointer: String) {
        validation.check(password, at: pointer + "/password", maxLength: 1024)
        validation.check(newPassword, at: pointer + "/newPassword", minLength: 8, maxLength: 1024)
    }
}
