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
    public static let friendshipChanged = ChangeType(rawValue: "friendship.changed")
    /// `"friendship.deleted"`.
    public static let friendshipDeleted = ChangeType(rawValue: "friendship.deleted")
    /// `"postcard.received"`.
    public static let postcardReceived = ChangeType(rawValue: "postcard.received")
    /// `"postcard.changed"`.
    public static let postcardChanged = ChangeType(rawValue: "postcard.changed")
    /// `"postcard.deleted"`.
    public static let postcardDeleted = ChangeType(rawValue: "postcard.deleted")
    /// `"user.changed"`.
    public static let userChanged = ChangeType(rawValue: "user.changed")

    /// The values that this version of the contract names.
    public static let allKnown: [ChangeType] = [
        friendshipChanged, friendshipDeleted, postcardReceived, postcardChanged, postcardDeleted, userChanged
    ]
}
