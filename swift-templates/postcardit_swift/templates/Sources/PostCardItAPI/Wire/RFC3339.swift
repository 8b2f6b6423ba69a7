import Foundation

/// Instants as RFC 3339 writes them, read and written by hand: the formatters of Apple's systems and of Linux lose
/// milliseconds, each in a way of its own.
public enum RFC3339 {
    /// The instant that a text means; nil for what is none. Without a zone a text means no instant.
    ///
    /// Taken are one to nine digits of fraction, `Z` or an offset in either case, a blank for the `T`, and a leap second,
    /// which counts as the second before it.
    public static func date(from text: String) -> Date? {
        var reader = DigitReader(text)
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2), reader.take("-"),
            let day = reader.number(2), reader.take("T", "t", " "), let hour = reader.number(2), reader.take(":"),
            let minute = reader.number(2), reader.take(":"), let second = reader.number(2),
            CivilDay.isValid(year: year, month: month, day: day), hour < 24, minute < 60, second < 61,
            let fraction = reader.fraction(), let offset = reader.offset(), reader.isAtEnd
        else { return nil }
        let days = CivilDay.number(year: year, month: month, day: day)
        let seconds = days * 86_400 + hour * 3_600 + minute * 60 + min(second, 59) - offset
        return Date(timeIntervalSinceReferenceDate: Double(seconds - secondsTo2001) + fraction)
    }

    /// The instant in UTC with exactly three digits of fraction: `2026-11-22T15:53:00.123Z`.
    public static func string(from date: Date) -> String {
        // What is no number is no time either: it must not trip the arithmetic below.
        guard !date.timeIntervalSinceReferenceDate.isNaN else { return "0001-01-01T00:00:00.000Z" }
        let exact = (date.timeIntervalSinceReferenceDate * 1_000).rounded() + Double(secondsTo2001) * 1_000
        let milliseconds = Int(min(max(exact, firstMillisecond), lastMillisecond))
        let days = milliseconds.flooredQuotient(86_400_000)
        let rest = milliseconds - days * 86_400_000
        let (year, month, day) = CivilDay.date(of: days)
        let clock = [rest / 3_600_000, rest / 60_000 % 60, rest / 1_000 % 60].map { padded($0, 2) }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T\(clock.joined(separator: ":"))"
            + ".\(padded(rest % 1_000, 3))Z"
    }

    static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static let secondsTo2001 = 978_307_200
    private static let firstMillisecond = -62_135_596_800_000.0
    private static let lastMillisecond = 253_402_300_799_999.0
}

extension Int {
    /// The quotient rounded down, also below zero.
    func flooredQuotient(_ divisor: Int) -> Int {
        self >= 0 ? self / divisor : (self + 1) / divisor - 1
    }
}
