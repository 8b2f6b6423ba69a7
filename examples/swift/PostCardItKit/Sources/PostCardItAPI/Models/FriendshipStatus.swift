// Generated from PostCardIt 1. Do not edit.

/// How far a friendship is. `blocked` is shown to its maker alone.
///
/// Travels with `GET /v1/events`, `GET /v1/friends/requests`, `GET /v1/sync` and 4 more.
public struct FriendshipStatus: OpenEnum, ParameterConvertible {
    /// The value on the wire.
    public let rawValue: String
    /// A value; one that the contract does not name is kept as it is.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `"pending"`.
    public static var pending: Self { Self(rawValue: "pending") }
    /// `"accepted"`.
    public static var accepted: Self { Self(rawValue: "accepted") }
    /// `"rejected"`.
    public static var rejected: Self { Self(rawValue: "rejected") }
    /// `"blocked"`.
    public static var blocked: Self { Self(rawValue: "blocked") }

    /// The values that this version of the contract names.
    public static let allKnown: [FriendshipStatus] = [pending, accepted, rejected, blocked]
}
