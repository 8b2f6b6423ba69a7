// Generated from PostCardIt 1. Do not edit.

/// Open an account. Registering an address again replaces its unconfirmed registration.
///
/// Travels with `POST /v1/auth/register`.
public struct RegisterUser: Codable, Hashable, Sendable, Redacted {
    /// `username` on the wire.
    public var username: String
    /// `email` on the wire.
    public var email: String
    /// `password` on the wire.
    public var password: String
    /// `fullName` on the wire.
    public var fullName: String?

    /// Makes one.
    public init(username: String, email: String, password: String, fullName: String? = nil) {
        (self.username, self.email, self.password, self.fullName) = (username, email, password, fullName)
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        username = try wire.read("username")
        email = try wire.read("email")
        password = try wire.read("password")
        fullName = try wire.readIfAny("fullName")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(username, "username")
        try wire.write(email, "email")
        try wire.write(password, "password")
        try wire.writeIfAny(fullName, "fullName")
    }
}

extension RegisterUser: Validatable {
    /// Notes what the server would refuse.
    public func validate(in validation: inout Validation, at pointer: String) {
        validation.check(username, at: pointer + "/username", minLength: 3, maxLength: 30, pattern: "^[\\p{L}\\p{M}\\p{N}._-]+\\z")
        validation.check(email, at: pointer + "/email", maxLength: 254, pattern: "^[^@\\s]{1,64}@[^@\\s.]+(\\.[^@\\s.]+)+\\z")
        validation.check(password, at: pointer + "/password", minLength: 8, maxLength: 1024)
        validation.check(fullName, at: pointer + "/fullName", maxLength: 100)
    }
}
