// Generated from PostCardIt 1. Do not edit.

/// Make the address one's own with the code that was mailed to it.
///
/// Travels with `POST /v1/auth/confirm-email`.
public struct ConfirmEmail: Codable, Hashable, Sendable {
    /// `code` on the wire.
    public var code: String

    /// Makes one.
    public init(code: String) {
        self.code = code
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        code = try wire.read("code")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(code, "code")
    }
}

extension ConfirmEmail: Validatable {
    /// Notes what the server would refuse.
    public func validate(in validation: inout Validation, at pointer: String) {
        validation.check(code, at: pointer + "/code", pattern: "^[0-9]{6}\\z")
    }
}
