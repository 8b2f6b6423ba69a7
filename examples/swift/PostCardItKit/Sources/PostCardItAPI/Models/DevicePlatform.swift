// Generated from PostCardIt 1. Do not edit.

/// Which service pushes to a device: Apple's, for an app from the store or for one under development.
///
/// Travels with `POST /v1/users/me/devices`.
public struct DevicePlatform: OpenEnum, ParameterConvertible {
    /// The value on the wire.
    public let rawValue: String
    /// A value; one that the contract does not name is kept as it is.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `"ios"`.
    public static var ios: Self { Self(rawValue: "ios") }
    /// `"ios_sandbox"`.
    public static var iosSandbox: Self { Self(rawValue: "ios_sandbox") }

    /// The values that this version of the contract names.
    public static let allKnown: [DevicePlatform] = [ios, iosSandbox]
}
