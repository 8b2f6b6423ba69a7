/// A day of the calendar, without a time and without a zone: `2026-11-22`.
public struct CalendarDate: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
    /// The year.
    public let year: Int
    /// The month, from 1.
    public let month: Int
    /// The day of the month, from 1.
    public let day: Int

    /// The day, if there is such a day.
    public init?(year: Int, month: Int, day: Int) {
        guard (0...9999).contains(year), CivilDay.isValid(year: year, month: month, day: day) else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// Reads `2026-11-22`.
    public init?(_ text: String) {
        var reader = DigitReader(text)
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2), reader.take("-"),
            let day = reader.number(2), reader.isAtEnd
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// `2026-11-22`.
    public var description: String {
        "\(RFC3339.padded(year, 4))-\(RFC3339.padded(month, 2))-\(RFC3339.padded(day, 2))"
    }

    /// Whether a day comes before another one.
    public static func < (first: CalendarDate, second: CalendarDate) -> Bool {
        (first.year, first.month, first.day) < (second.year, second.month, second.day)
    }

    /// Reads it from its text.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let date = CalendarDate(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "This is no date: YYYY-MM-DD.")
        }
        self = date
    }

    /// Writes it as its text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension CalendarDate: ParameterConvertible {
    /// `2026-11-22`.
    public var parameterValue: ParameterValue { .one(description) }
}
