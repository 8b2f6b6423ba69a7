// Generated from PostCardIt 1. Do not edit.

/// What a stamp is about.
///
/// Travels with `DELETE /v1/postcards/{postcardId}/archive`, `GET /v1/events`, `GET /v1/postcards` and 8 more.
public struct StampCategory: OpenEnum, ParameterConvertible {
    /// The value on the wire.
    public let rawValue: String
    /// A value; one that the contract does not name is kept as it is.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `"featured"`.
    public static var featured: Self { Self(rawValue: "featured") }
    /// `"travel"`.
    public static var travel: Self { Self(rawValue: "travel") }
    /// `"nature"`.
    public static var nature: Self { Self(rawValue: "nature") }
    /// `"holidays"`.
    public static var holidays: Self { Self(rawValue: "holidays") }
    /// `"food"`.
    public static var food: Self { Self(rawValue: "food") }
    /// `"animals"`.
    public static var animals: Self { Self(rawValue: "animals") }
    /// `"fun"`.
    public static var fun: Self { Self(rawValue: "fun") }

    /// The values that this version of the contract names.
    public static let allKnown: [StampCategory] = [featured, travel, nature, holidays, food, animals, fun]
}
