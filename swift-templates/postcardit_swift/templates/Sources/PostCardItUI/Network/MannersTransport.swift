import PostCardItAPI

/// A transport whose requests use the network as the moment allows: photos that can wait stay away from Low Data Mode, and
/// go another way where there is one for them.
///
/// ```swift
/// let patient = FileBodyTransport.background(identifier: "com.example.photos", isDiscretionary: true)
/// client.offline(photos: MannersTransport(URLSessionTransport(), later: patient) { SyncManners(.background) })
/// ```
public struct MannersTransport: Transport {
    private let eager: any Transport
    private let patient: any Transport
    private let manners: @Sendable () -> SyncManners

    /// A transport that asks for the manners before each request.
    ///
    /// - Parameters:
    ///   - now: What sends while somebody waits.
    ///   - later: What sends where the system may choose the time (``SyncManners/isDiscretionary``); `now` without one.
    ///   - manners: How to behave at this moment.
    public init(_ now: any Transport, later: (any Transport)? = nil, manners: @escaping @Sendable () -> SyncManners) {
        (eager, patient, self.manners) = (now, later ?? now, manners)
    }

    /// Sends a request and gives the whole answer, whatever its status.
    public func send(
        _ request: HTTPRequest, progress: (@Sendable (TransferProgress) -> Void)?
    ) async throws(TransportFailure) -> HTTPResponse {
        let manners = manners()
        let transport = manners.isDiscretionary ? patient : eager
        return try await transport.send(request.with(manners), progress: progress)
    }

    /// Sends a request and gives the answer as soon as its head is there, whatever its status.
    public func stream(_ request: HTTPRequest) async throws(TransportFailure) -> ByteStream {
        try await eager.stream(request.with(manners()))
    }
}

extension HTTPRequest {
    fileprivate func with(_ manners: SyncManners) -> HTTPRequest {
        var request = self
        request.manners = manners.photos
        return request
    }
}
