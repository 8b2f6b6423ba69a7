import Foundation
import PostCardItAPI

/// An answer of an operation, as the contract describes it.
public struct Fixture: Sendable {
    /// Which operation it is.
    public let operation: OperationID
    /// The status.
    public let status: Int
    /// The body.
    public let body: Data
    /// The body, read and written again; nil where it is not JSON.
    public let roundTrip: (@Sendable (Data) throws -> Data)?

    /// Calls the operation with the arguments that it needs.
    public let call: Call

    /// Calls an operation.
    public typealias Call = @Sendable (any PostCardItService) async throws -> Void

    /// An answer of JSON.
    public init<Reply: Codable & Sendable>(
        _ operation: OperationID, status: Int, _: Reply.Type, json: String, call: @escaping Call
    ) {
        (self.operation, self.status, self.body, self.call) = (operation, status, Data(json.utf8), call)
        roundTrip = { try WireJSON.encode(WireJSON.decode(Reply.self, from: $0)) }
    }

    /// An answer of text, bytes, events, or nothing.
    public init(_ operation: OperationID, status: Int, _ kind: String, call: @escaping Call) {
        (self.operation, self.status, self.call) = (operation, status, call)
        body = Data((kind == "none" ? "" : kind == "stream" ? ": hello\n\n" : kind).utf8)
        roundTrip = nil
    }

    /// The answer on the wire.
    public var response: HTTPResponse {
        HTTPResponse(
            status: status, headers: ["Content-Type": roundTrip == nil ? "text/plain" : "application/json"], body: body)
    }
}

/// A value of the contract's example of it.
func sample<Value: Decodable>(_ json: String) -> Value {
    do {
        return try WireJSON.decode(from: Data(json.utf8))
    } catch {
        preconditionFailure("This is no example of \(Value.self): \(error)")
    }
}
