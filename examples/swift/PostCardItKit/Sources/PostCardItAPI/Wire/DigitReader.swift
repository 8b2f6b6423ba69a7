/// Reads a text of digits and signs from its left to its right.
struct DigitReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    var isAtEnd: Bool { position == bytes.count }

    /// The number in exactly so many digits.
    mutating func number(_ width: Int) -> Int? {
        guard position + width <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[position..<position + width] {
            guard (48...57).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        position += width
        return value
    }

    /// Whether one of the signs comes next; it is passed over.
    mutating func take(_ signs: Character...) -> Bool {
        guard position < bytes.count, signs.contains(Character(UnicodeScalar(bytes[position]))) else { return false }
        position += 1
        return true
    }

    /// The digits after a point as a part of one; zero without a point, nil for a point without digits.
    mutating func fraction() -> Double? {
        guard take(".", ",") else { return 0 }
        var value = 0
        var scale = 1
        let start = position
        while position < bytes.count, (48...57).contains(bytes[position]) {
            if position - start < 9 {
                value = value * 10 + Int(bytes[position] - 48)
                scale *= 10
            }
            position += 1
        }
        return position == start ? nil : Double(value) / Double(scale)
    }

    /// The seconds by which a zone is ahead of UTC; nil without a zone.
    mutating func offset() -> Int? {
        if take("Z", "z") { return 0 }
        let sign = take("+") ? 1 : take("-") ? -1 : 0
        guard sign != 0, let hours = number(2) else { return nil }
        _ = take(":")
        guard let minutes = number(2), hours < 24, minutes < 60 else { return nil }
        return sign * (hours * 3_600 + minutes * 60)
    }
}
