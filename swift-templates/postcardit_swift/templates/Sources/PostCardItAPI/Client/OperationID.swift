/// The name of an operation of the contract. Each operation adds its own.
public struct OperationID: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
    /// The `operationId` of the contract.
    public let rawValue: String
    /// A name.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// The `operationId` of the contract.
    public var description: String { rawValue }
}
