import Foundation

/// A value as it is written into a URL or a header.
public enum ParameterValue: Sendable, Hashable {
    /// One text.
    case one(String)
    /// Several, in order.
    case many([String])
    /// Several with keys, sorted by key.
    case keyed([KeyedText])

    /// A key with its text.
    public struct KeyedText: Sendable, Hashable {
        let key: String
        let text: String
    }
}

/// What can be written into a URL or a header.
public protocol ParameterConvertible {
    /// The value as texts.
    var parameterValue: ParameterValue { get }
}

extension String: ParameterConvertible {
    /// The text itself.
    public var parameterValue: ParameterValue { .one(self) }
}

extension Int: ParameterConvertible {
    /// Its digits.
    public var parameterValue: ParameterValue { .one(String(self)) }
}

extension Double: ParameterConvertible {
    /// Its shortest digits, without a fraction where it is whole.
    public var parameterValue: ParameterValue {
        .one(self == rounded() && magnitude < 1e15 ? String(Int(self)) : "\(self)")
    }
}

extension Bool: ParameterConvertible {
    /// `true` or `false`.
    public var parameterValue: ParameterValue { .one(self ? "true" : "false") }
}

extension Date: ParameterConvertible {
    /// RFC 3339 with milliseconds.
    public var parameterValue: ParameterValue { .one(RFC3339.string(from: self)) }
}

extension Data: ParameterConvertible {
    /// Base64.
    public var parameterValue: ParameterValue { .one(base64EncodedString()) }
}

extension RawRepresentable where Self: ParameterConvertible, RawValue: ParameterConvertible {
    /// The value as it stands on the wire.
    public var parameterValue: ParameterValue { rawValue.parameterValue }
}

extension Array: ParameterConvertible where Element: ParameterConvertible {
    /// Its elements.
    public var parameterValue: ParameterValue {
        .many(flatMap { if case .one(let text) = $0.parameterValue { [text] } else { [String]() } })
    }
}

extension Dictionary: ParameterConvertible where Key == String, Value: ParameterConvertible {
    /// Its members.
    public var parameterValue: ParameterValue {
        .keyed(
            sorted { $0.key < $1.key }.compactMap { key, value in
                if case .one(let text) = value.parameterValue { .init(key: key, text: text) } else { nil }
            })
    }
}

extension ParameterConvertible where Self: Encodable {
    /// The members of an object, as its JSON has them.
    public func keyedParameters() -> ParameterValue {
        guard let data = try? WireJSON.encode(self), let json = try? WireJSON.decode([String: JSONValue].self, from: data)
        else { return .keyed([]) }
        return .keyed(
            json.sorted { $0.key < $1.key }.compactMap { key, value in
                value.parameterText.map { .init(key: key, text: $0) }
            })
    }
}

extension JSONValue {
    var parameterText: String? {
        switch self {
        case .string(let text): text
        case .integer(let number): String(number)
        case .number(let number): "\(number)"
        case .bool(let flag): flag ? "true" : "false"
        case .null, .array, .object: nil
        }
    }
}
