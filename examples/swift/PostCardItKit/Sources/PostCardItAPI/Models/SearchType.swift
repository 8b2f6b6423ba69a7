// Generated from PostCardIt 1. Do not edit.

/// What a search compares: usernames and names by prefix, e-mail addresses exactly.
///
/// Travels with `GET /v1/users/search`.
public struct SearchType: OpenEnum, ParameterConvertible {
    /// The value on the wire.
    public let rawValue: String
    /// A value; one that the contract does not name is kept as it is.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `"username"`.
    public static var username: Self { Self(rawValue: "username") }
    /// `"name"`.
    public static var name: Self { Self(rawValue: "name") }
    /// `"email"`.
    public static var email: Self { Self(rawValue: "email") }

    /// The values that this version of the contract names.
    public static let allKnown: [SearchType] = [username, name, email]
}
