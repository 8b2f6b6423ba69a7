import Foundation

/// The Retry-After header (RFC 9110 section 10.2.3): seconds, or a date.
enum RetryAfter {
    /// The seconds to wait from now on; nil for what is neither.
    static func seconds(_ text: String?, now: Date) -> TimeInterval? {
        guard let text = text?.trimmingCharacters(in: .whitespaces), !text.isEmpty else { return nil }
        if let number = Double(text), number.isFinite { return max(0, number) }
        return date(text).map { max(0, $0.timeIntervalSince(now)) }
    }

    private static let separators: Set<Character> = [" ", ",", "-"]
    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// An IMF-fixdate: `Sun, 06 Nov 1994 08:49:37 GMT`.
    static func date(_ text: String) -> Date? {
        let words = text.lowercased().split { separators.contains($0) }.map(String.init)
        guard words.count >= 5, let day = Int(words[1]), let month = months.firstIndex(of: words[2]),
            let year = Int(words[3])
        else { return nil }
        let full = year < 70 ? year + 2000 : year < 100 ? year + 1900 : year
        let parts = [RFC3339.padded(full, 4), RFC3339.padded(month + 1, 2), RFC3339.padded(day, 2)]
        return RFC3339.date(from: "\(parts.joined(separator: "-"))T\(words[4])Z")
    }
}
