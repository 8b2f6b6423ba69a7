// Generated from PostCardIt 1. Do not edit.

/// Sign in with an e-mail address or a username.
///
/// Travels with `POST /v1/auth/login`.
public struct LoginUser: Codable, Hashable, Sendable, Redacted {
    /// `password` on the wire.
    public var password: String
    /// `deviceName` on the wire.
    public var deviceName: String?
    /// `email` on the wire.
    public var email: String?
    /// `username` on the wire.
    public var username: String?

    /// Makes one.
    public init(password: String, deviceName: String? = nil, email: String? = nil, username: String? = nil) {
        (self.password, self.deviceName, self.email, self.username) = (password, deviceName, email, username)
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        password = try wire.read("password")
        deviceName = try wire.readIfAny("deviceName")
        email = try wire.readIfAny("email")
        username = try wire.readIfAny("username")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(password, "password")
        try wire.writeIfAny(deviceName, "deviceName")
        try wire.writeIfAny(email, "email")
        try wire.writeIfAny(username, "username")
    }
}

extension LoginUser: Validatable {
    /// Notes what the server would refuse.
    public func validate(in validation: inout Validation, at pointer: String) {
        validation.check(password, at: pointer + "/password", maxLength: 1024)
        validation.check(deviceName, at: pointer + "/deviceName", maxLength: 100)
        validation.check(email, at: pointer + "/email", maxLength: 254, pattern: "^[^@\\s]{1,64}@[^@\\s.]+(\\.[^@\\s.]+)+\\z")
        validation.check(username, at: pointer + "/username", maxLength: 254)
    }
}
