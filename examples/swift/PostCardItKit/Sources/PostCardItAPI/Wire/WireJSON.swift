import Foundation

/// How values become JSON and JSON becomes values: dates as RFC 3339, bytes as base64, keys sorted, slashes as they are.
public enum WireJSON {
    /// A decoder for what the server sends.
    public static func decoder() -> JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            guard let date = RFC3339.date(from: try container.decode(String.self)) else {
                throw DecodingError.dataCorruptedError(
                    in: container, debugDescription: "This is no instant of RFC 3339 with a zone.")
            }
            return date
        }
        return decoder
    }

    /// An encoder for what is sent. The same value always gives the same bytes.
    public static func encoder() -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(RFC3339.string(from: date))
        }
        return encoder
    }

    /// Reads a value.
    public static func decode<Value: Decodable>(_ type: Value.Type = Value.self, from data: Data) throws -> Value {
        try decoder().decode(type, from: data)
    }

    /// Writes a value.
    public static func encode(_ value: some Encodable) throws -> Data {
        try encoder().encode(value)
    }

    /// A value with some of its keys replaced, as they stand on the wire: the copy that shows a change before the server
    /// has confirmed it.
    public static func copy<Value: Codable>(_ value: Value, with changes: [String: JSONValue]) throws -> Value {
        guard case .object(var members) = try decode(JSONValue.self, from: encode(value)) else { return value }
        members.merge(changes) { _, new in new }
        return try decode(from: encode(JSONValue.object(members)))
    }
}

/// A key that is only known when the program runs.
public struct AnyKey: CodingKey, Hashable {
    /// The key.
    public let stringValue: String
    /// Never: keys are texts.
    public var intValue: Int? { nil }

    /// A key.
    public init(stringValue: String) { self.stringValue = stringValue }
    /// Never: keys are texts.
    public init?(intValue: Int) { nil }
}
