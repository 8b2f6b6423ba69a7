/// An enum that may grow: a value from a newer server decodes, compares and encodes as it came.
///
/// Switch over it with a `default`, or ask ``isKnown``.
public protocol OpenEnum: RawRepresentable, Codable, Hashable, Sendable, CodingKeyRepresentable,
    CustomStringConvertible
{
    /// The values that this version of the contract names, in its order.
    static var allKnown: [Self] { get }
}

extension OpenEnum {
    /// Whether this version of the contract names the value.
    public var isKnown: Bool { Self.allKnown.contains(self) }
    /// The value as it stands on the wire.
    public var description: String { "\(rawValue)" }
}
