// Generated from PostCardIt 1. Do not edit.

/// A device that is to be told no more.
///
/// Travels with `DELETE /v1/users/me/devices`.
public struct RemoveDevice: Codable, Hashable, Sendable, Redacted {
    /// `pushToken` on the wire.
    public var pushToken: String

    /// Makes one.
    public init(pushToken: String) {
        self.pushToken = pushToken
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        pushToken = try wire.read("pushToken")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(pushToken, "pushToken")
    }
}

extension RemoveDevice: Validatable {
    /// Notes what the server would refuse.
    public func validate(in validation: inout Validation, at pointer: String) {
        validation.check(pushToken, at: pointer + "/pushToken", minLength: 1, maxLength: 512, pattern: "^[!-~]+\\z")
    }
}
