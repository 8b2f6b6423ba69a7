import Foundation

/// Sends requests: the one thing that touches the network. Tests give another.
public protocol Transport: Sendable {
    /// Sends a request and gives the whole answer, whatever its status.
    ///
    /// `progress` is told of the bytes that have left. Cancelling the task ends the request.
    func send(
        _ request: HTTPRequest, progress: (@Sendable (TransferProgress) -> Void)?
    ) async throws(TransportFailure) -> HTTPResponse

    /// Sends a request and gives the answer as soon as its head is there, whatever its status.
    func stream(_ request: HTTPRequest) async throws(TransportFailure) -> ByteStream
}

extension Transport {
    /// Sends a request and gives the whole answer, whatever its status.
    public func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
        try await send(request, progress: nil)
    }
}

/// How far a transfer is.
public struct TransferProgress: Sendable, Hashable {
    /// The bytes that have left.
    public let sentBytes: Int64
    /// All bytes.
    public let totalBytes: Int64

    /// A state of a transfer.
    public init(sentBytes: Int64, totalBytes: Int64) {
        (self.sentBytes, self.totalBytes) = (sentBytes, totalBytes)
    }

    /// From 0 to 1.
    public var fraction: Double {
        totalBytes > 0 ? min(1, Double(sentBytes) / Double(totalBytes)) : 0
    }
}
