// Generated from PostCardIt 1. Do not edit.

/// Who issues the tokens.
///
/// Travels with `GET /v1/health/ready`.
public struct PostCardItIdentity: OpenEnum, ParameterConvertible {
    /// The value on the wire.
    public let rawValue: String
    /// A value; one that the contract does not name is kept as it is.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `"local"`.
    public static var local: Self { Self(rawValue: "local") }
    /// `"cognito"`.
    public static var cognito: Self { Self(rawValue: "cognito") }

    /// The values that this version of the contract names.
    public static let allKnown: [PostCardItIdentity] = [local, cognito]
}
