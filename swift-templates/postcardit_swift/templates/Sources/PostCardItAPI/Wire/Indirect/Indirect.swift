/// A property through which a type holds another of its own kind.
@propertyWrapper
public indirect enum Indirect<Value> {
    /// The value.
    case value(Value)

    /// Holds a value.
    public init(wrappedValue: Value) { self = .value(wrappedValue) }

    /// The value.
    public var wrappedValue: Value {
        get { switch self { case .value(let value): value } }
        set { self = .value(newValue) }
    }
}

extension Indirect: Sendable where Value: Sendable {}
extension Indirect: Equatable where Value: Equatable {}
extension Indirect: Hashable where Value: Hashable {}

extension Indirect: Codable where Value: Codable {
    /// Reads the value itself.
    public init(from decoder: any Decoder) throws { self = .value(try Value(from: decoder)) }
    /// Writes the value itself.
    public func encode(to encoder: any Encoder) throws { try wrappedValue.encode(to: encoder) }
}

extension KeyedDecodingContainer {
    /// Reads a missing key or null as nil.
    public func decode<Value: Codable>(
        _: Indirect<Value?>.Type, forKey key: Key
    ) throws -> Indirect<Value?> {
        Indirect(wrappedValue: try decodeIfPresent(Value.self, forKey: key))
    }
}

extension KeyedEncodingContainer {
    /// Leaves the key of a nil out.
    public mutating func encode<Value: Codable>(_ property: Indirect<Value?>, forKey key: Key) throws {
        try encodeIfPresent(property.wrappedValue, forKey: key)
    }
}
