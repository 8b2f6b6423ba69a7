// Generated from PostCardIt 1. Do not edit.

/// Prove an address with the code that was mailed to it; with the password, sign in at once.
///
/// Travels with `POST /v1/auth/confirm`.
public struct ConfirmUser: Codable, Hashable, Sendable, Redacted {
    /// `email` on the wire.
    public var email: String
    /// `code` on the wire.
    public var code: String
    /// `password` on the wire.
    public var password: String?

    /// Makes one.
    public init(email: String, code: String, password: String? = nil) {
        (self.email, self.code, self.password) = (email, code, password)
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        email = try wire.read("email")
        code = try wire.read("code")
        password = try wire.readIfAny("password")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(email, "email")
        try wire.write(code, "code")
        try wire.writeIfAny(password, "password")
    }
}

extension ConfirmUser: Validatable {
    /// Notes what the server would refuse.
    public func validate(in validation: inout Validation, at pointer: String) {
        validation.check(email, at: pointer + "/email", maxLength: 254, pattern: "^[^@\\s]{1,64}@[^@\\s.]+(\\.[^@\\s.]+)+\\z")
        validation.check(code, at: pointer + "/code", pattern: "^[0-9]{6}\\z")
        validation.check(password, at: pointer + "/password", maxLength: 1024)
    }
}
