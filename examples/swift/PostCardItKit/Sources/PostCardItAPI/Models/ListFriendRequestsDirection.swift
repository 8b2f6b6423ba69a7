// Generated from PostCardIt 1. Do not edit.

/// `ListFriendRequestsDirection` of the contract.
///
/// No operation carries it.
public struct ListFriendRequestsDirection: OpenEnum, ParameterConvertible {
    /// The value on the wire.
    public let rawValue: String
    /// A value; one that the contract does not name is kept as it is.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `"incoming"`.
    public static var incoming: Self { Self(rawValue: "incoming") }
    /// `"outgoing"`.
    public static var outgoing: Self { Self(rawValue: "outgoing") }

    /// The values that this version of the contract names.
    public static let allKnown: [ListFriendRequestsDirection] = [incoming, outgoing]
}
