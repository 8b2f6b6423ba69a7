/// What a change does to one field: three things that JSON tells apart, and an optional cannot.
public enum Patch<Value> {
    /// The key is left out: the field stays as it is.
    case keep
    /// The key is null: the field is cleared.
    case clear
    /// The field gets this value.
    case set(Value)

    /// The new value, if there is one.
    public var value: Value? {
        if case .set(let value) = self { value } else { nil }
    }

    /// Sets the value, or clears the field where there is none.
    public static func setOrClear(_ value: Value?) -> Patch {
        value.map(Patch.set) ?? .clear
    }
}

extension Patch: Sendable where Value: Sendable {}
extension Patch: Equatable where Value: Equatable {}
extension Patch: Hashable where Value: Hashable {}

extension Patch: Encodable where Value: Encodable {
    /// Writes the value or null. Inside an object a `keep` writes nothing, not even its key.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if case .set(let value) = self { try container.encode(value) } else { try container.encodeNil() }
    }
}

extension Patch: Decodable where Value: Decodable {
    /// Reads null as `clear`. Inside an object a missing key is `keep`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        self = container.decodeNil() ? .clear : .set(try container.decode(Value.self))
    }
}

extension KeyedEncodingContainer {
    /// Leaves the key of a `keep` out.
    public mutating func encode<Value: Encodable>(_ patch: Patch<Value>, forKey key: Key) throws {
        switch patch {
        case .keep: break
        case .clear: try encodeNil(forKey: key)
        case .set(let value): try encode(value, forKey: key)
        }
    }
}

extension KeyedDecodingContainer {
    /// Reads a missing key as `keep`.
    public func decode<Value: Decodable>(_: Patch<Value>.Type, forKey key: Key) throws -> Patch<Value> {
        guard contains(key) else { return .keep }
        return try decodeNil(forKey: key) ? .clear : .set(decode(Value.self, forKey: key))
    }
}
