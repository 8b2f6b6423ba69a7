// Generated from PostCardIt 1. Do not edit.

/// What became of a resource. `postcard.received` is said once to a card's recipient; all the rest is a change.
///
/// Travels with `GET /v1/events`, `GET /v1/sync`.
public struct ChangeType: OpenEnum, ParameterConvertible {
    /// The value on the wire.
    public let rawValue: String
    /// A value; one that the contract does not name is kept as it is.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `"friendship.changed"`.
    public static var friendshipChanged: Self { Self(rawValue: "friendship.changed") }
    /// `"friendship.deleted"`.
    public static var friendshipDeleted: Self { Self(rawValue: "friendship.deleted") }
    /// `"postcard.received"`.
    public static var postcardReceived: Self { Self(rawValue: "postcard.received") }
    /// `"postcard.changed"`.
    public static var postcardChanged: Self { Self(rawValue: "postcard.changed") }
    /// `"postcard.deleted"`.
    public static var postcardDeleted: Self { Self(rawValue: "postcard.deleted") }
    /// `"user.changed"`.
    public static var userChanged: Self { Self(rawValue: "user.changed") }

    /// The values that this version of the contract names.
    public static let allKnown: [ChangeType] = [
        friendshipChanged, friendshipDeleted, postcardReceived, postcardChanged, postcardDeleted, userChanged
    ]
}
