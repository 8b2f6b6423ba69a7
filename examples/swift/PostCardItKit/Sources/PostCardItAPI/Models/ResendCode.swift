// Generated from PostCardIt 1. Do not edit.

/// Mail a new code to an address that waits for confirmation.
///
/// Travels with `POST /v1/auth/resend-code`.
public struct ResendCode: Codable, Hashable, Sendable {
    /// `email` on the wire.
    public var email: String

    /// Makes one.
    public init(email: String) {
        self.email = email
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        email = try wire.read("email")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(email, "email")
    }
}

extension ResendCode: Validatable {
    /// Notes what the server would refuse.
    public func validate(in validation: inout Validation, at pointer: String) {
        validation.check(email, at: pointer + "/email", maxLength: 254, pattern: "^[^@\\s]{1,64}@[^@\\s.]+(\\.[^@\\s.]+)+\\z")
    }
}
