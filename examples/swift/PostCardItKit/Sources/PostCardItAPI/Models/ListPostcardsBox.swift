// Generated from PostCardIt 1. Do not edit.

/// `ListPostcardsBox` of the contract.
///
/// No operation carries it.
public struct ListPostcardsBox: OpenEnum, ParameterConvertible {
    /// The value on the wire.
    public let rawValue: String
    /// A value; one that the contract does not name is kept as it is.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `"sent"`.
    public static var sent: Self { Self(rawValue: "sent") }
    /// `"received"`.
    public static var received: Self { Self(rawValue: "received") }
    /// `"all"`.
    public static var all: Self { Self(rawValue: "all") }

    /// The values that this version of the contract names.
    public static let allKnown: [ListPostcardsBox] = [sent, received, all]
}
