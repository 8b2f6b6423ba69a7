// Generated from PostCardIt 1. Do not edit.

/// Erase one's own account and all that it owns, for ever.
///
/// Travels with `DELETE /v1/users/me`.
public struct DeleteMe: Codable, Hashable, Sendable, Redacted {
    /// `password` on the wire.
    public var password: String

    /// Makes one.
    public init(password: String) {
        self.password = password
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        password = try wire.read("password")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(password, "password")
    }
}

extension DeleteMe: Validatable {
    /// Notes what the server would refuse.
    public func validate(in validation: inout Validation, at pointer: String) {
        validation.check(password, at: pointer + "/password", maxLength: 1024)
    }
}
