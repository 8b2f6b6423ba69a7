// Generated from PostCardIt 1. Do not edit.

/// Ask for another address: a code is mailed to it, and the present one is told.
///
/// Travels with `POST /v1/auth/change-email`.
public struct ChangeEmail: Codable, Hashable, Sendable, Redacted {
    /// `password` on the wire.
    public var password: String
    /// `newEmail` on the wire.
    public var newEmail: String

    /// Makes one.
    public init(password: String, newEmail: String) {
        (self.password, self.newEmail) = (password, newEmail)
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        password = try wire.read("password")
        newEmail = try wire.read("newEmail")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(password, "password")
        try wire.write(newEmail, "newEmail")
    }
}

extension ChangeEmail: Validatable {
    /// Notes what the server would refuse.
    public func validate(in validation: inout Validation, at pointer: String) {
        validation.check(password, at: pointer + "/password", maxLength: 1024)
        validation.check(newEmail, at: pointer + "/newEmail", maxLength: 254, pattern: "^[^@\\s]{1,64}@[^@\\s.]+(\\.[^@\\s.]+)+\\z")
    }
}
