// Generated from PostCardIt 1. Do not edit.

/// How the message looks on the card.
///
/// Travels with `DELETE /v1/postcards/{postcardId}/archive`, `GET /v1/events`, `GET /v1/postcards` and 7 more.
public struct PostCardItFont: OpenEnum, ParameterConvertible {
    /// The value on the wire.
    public let rawValue: String
    /// A value; one that the contract does not name is kept as it is.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `"handwritten"`.
    public static var handwritten: Self { Self(rawValue: "handwritten") }
    /// `"typewriter"`.
    public static var typewriter: Self { Self(rawValue: "typewriter") }
    /// `"print"`.
    public static var print: Self { Self(rawValue: "print") }

    /// The values that this version of the contract names.
    public static let allKnown: [PostCardItFont] = [handwritten, typewriter, print]
}
