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
    public static let featured = StampCategory(rawValue: "featured")
    /// `"travel"`.
    public static let travel = StampCategory(rawValue: "travel")
    /// `"nature"`.
    public static let nature = StampCategory(rawValue: "nature")
    /// `"holidays"`.
    public static let holidays = StampCategory(rawValue: "holidays")
    /// `"food"`.
    public static let food = StampCategory(rawValue: "food")
    /// `"animals"`.
    public static let animals = StampCategory(rawValue: "animals")
    /// `"fun"`.
    public static let fun = StampCategory(rawValue: "fun")

    /// The values that this version of the contract names.
    public static let allKnown: [StampCategory] = [
        featured, travel, nature, holidays, food, animals, fun
    ]
}
