import PostCardItAPI

/// A transport whose requests use the network as the moment allows: photos that wait stay away from Low Data Mode.
///
/// ```swift
/// client.offline(photos: MannersTransport(URLSessionTransport()) { SyncManners(.background).photos })
/// ```
public struct MannersTransport: Transport {
    private let inner: any Transport
    private let manners: @Sendable () -> HTTPRequest.Manners

    /// A transport that asks for the manners before each request.
    public init(_ inner: any Transport, manners: @escaping @Sendable () -> HTTPRequest.Manners) {
        (self.inner, self.manners) = (inner, manners)
    }

    /// Sends a request and gives the whole answer, whatever its status.
    public func send(
        _ request: HTTPRequest, progress: (@Sendable (TransferProgress) -> Void)?
    ) async throws(TransportFailure) -> HTTPResponse {
        try await inner.send(mannered(request), progress: progress)
    }

    /// Sends a request and gives the answer as soon as its head is there, whatever its status.
    public func stream(_ request: HTTPRequest) async throws(TransportFailure) -> ByteStream {
        try await inner.stream(mannered(request))
    }

    private func mannered(_ request: HTTPRequest) -> HTTPRequest {
        var request = request
        request.manners = manners()
        return request
    }
}
