// Generated from PostCardIt 1. Do not edit.

/// A device that is to be told of news. A push token belongs to its last registrant alone.
///
/// Travels with `POST /v1/users/me/devices`.
public struct Device: Codable, Hashable, Sendable, Redacted {
    /// `pushToken` on the wire.
    public var pushToken: String
    /// Which service pushes to a device: Apple's, for an app from the store or for one under development.
    public var platform: DevicePlatform

    /// Makes one.
    public init(pushToken: String, platform: DevicePlatform) {
        (self.pushToken, self.platform) = (pushToken, platform)
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        pushToken = try wire.read("pushToken")
        platform = try wire.read("platform")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(pushToken, "pushToken")
        try wire.write(platform, "platform")
    }
}

extension Device: Validatable {
    /// Notes what the server would refuse.
    public func validate(in validation: inout Validation, at pointer: String) {
        validation.check(pushToken, at: pointer + "/pushToken", minLength: 1, maxLength: 512, pattern: "^[!-~]+\\z")
    }
}
