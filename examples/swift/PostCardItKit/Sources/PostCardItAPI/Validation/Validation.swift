import Foundation

/// A value that knows the contract's constraints on it.
public protocol Validatable {
    /// Notes what the server would refuse. `pointer` is where the value stands.
    func validate(in validation: inout Validation, at pointer: String)
}

/// What the contract refuses of a request, found before it is sent, with the codes that the server would answer.
///
/// It refuses nothing that the server might take: what it cannot judge in the same way is left to the server.
public struct Validation: Sendable {
    /// What is wrong.
    public private(set) var fields: [InvalidField] = []

    /// Nothing is wrong so far.
    public init() {}

    private mutating func note(_ pointer: String, _ code: String, _ message: String) {
        fields.append(InvalidField(pointer: pointer, code: code, message: message))
    }

    /// Checks a text. Lengths count Unicode code points.
    public mutating func check(
        _ text: String?, at pointer: String, minLength: Int = 0, maxLength: Int = .max, pattern: String? = nil
    ) {
        guard let text else { return }
        // The server may compose the text first (NFC), which makes it shorter: what is too long then is too long for sure.
        if text.unicodeScalars.count < minLength {
            note(pointer, "too_short", "Must be at least \(minLength) characters long.")
        } else if text.unicodeScalars.count > maxLength,
            text.precomposedStringWithCanonicalMapping.unicodeScalars.count > maxLength
        {
            note(pointer, "too_long", "Must be at most \(maxLength) characters long.")
        }
        if let pattern, let expression = try? NSRegularExpression(pattern: pattern) {
            let composed = text.precomposedStringWithCanonicalMapping
            let whole = NSRange(composed.startIndex..., in: composed)
            if expression.firstMatch(in: composed, range: whole) == nil {
                note(pointer, "invalid", "Does not look as it should.")
            }
        }
    }

    /// Checks a number.
    public mutating func check<Number: BinaryInteger & Sendable>(
        _ number: Number?, at pointer: String, minimum: Number? = nil, maximum: Number? = nil, above: Number? = nil,
        below: Number? = nil
    ) {
        guard let number else { return }
        checkBounds(number, pointer, minimum, maximum, above, below)
    }

    /// Checks a number.
    public mutating func check(
        _ number: Double?, at pointer: String, minimum: Double? = nil, maximum: Double? = nil, above: Double? = nil,
        below: Double? = nil
    ) {
        guard let number else { return }
        checkBounds(number, pointer, minimum, maximum, above, below)
    }

    private mutating func checkBounds<Number: Comparable>(
        _ number: Number, _ pointer: String, _ minimum: Number?, _ maximum: Number?, _ above: Number?, _ below: Number?
    ) {
        if let minimum, number < minimum { note(pointer, "too_small", "Must be at least \(minimum).") }
        if let maximum, number > maximum { note(pointer, "too_large", "Must be at most \(maximum).") }
        if let above, number <= above { note(pointer, "too_small", "Must be more than \(above).") }
        if let below, number >= below { note(pointer, "too_large", "Must be less than \(below).") }
    }

    /// Checks how many items there are, and each of them.
    public mutating func check<Items: Collection>(
        _ items: Items?, at pointer: String, minItems: Int = 0, maxItems: Int = .max,
        each: (inout Validation, Items.Element, String) -> Void = { _, _, _ in }
    ) {
        guard let items else { return }
        if items.count < minItems { note(pointer, "too_short", "Must be at least \(minItems) items long.") }
        if items.count > maxItems { note(pointer, "too_long", "Must be at most \(maxItems) items long.") }
        for (number, item) in items.enumerated() { each(&self, item, "\(pointer)/\(number)") }
    }

    /// Checks how many members there are, and each value.
    public mutating func check<Value>(
        _ members: [String: Value]?, at pointer: String, minItems: Int = 0, maxItems: Int = .max,
        each: (inout Validation, Value, String) -> Void = { _, _, _ in }
    ) {
        guard let members else { return }
        if members.count < minItems { note(pointer, "too_short", "Must be at least \(minItems) items long.") }
        if members.count > maxItems { note(pointer, "too_long", "Must be at most \(maxItems) items long.") }
        for (key, value) in members.sorted(by: { $0.key < $1.key }) {
            let step = key.replacingOccurrences(of: "~", with: "~0").replacingOccurrences(of: "/", with: "~1")
            each(&self, value, "\(pointer)/\(step)")
        }
    }

    /// Checks a value that checks itself.
    public mutating func check(_ value: (some Validatable)?, at pointer: String) {
        value?.validate(in: &self, at: pointer)
    }
}
