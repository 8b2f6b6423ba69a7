// Generated from PostCardIt 1. Do not edit.

/// What the addressee says to a request.
///
/// Travels with `PUT /v1/friends/{friendshipId}`.
public struct FriendAnswer: OpenEnum, ParameterConvertible {
    /// The value on the wire.
    public let rawValue: String
    /// A value; one that the contract does not name is kept as it is.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `"accept"`.
    public static var accept: Self { Self(rawValue: "accept") }
    /// `"reject"`.
    public static var reject: Self { Self(rawValue: "reject") }

    /// The values that this version of the contract names.
    public static let allKnown: [FriendAnswer] = [accept, reject]
}
