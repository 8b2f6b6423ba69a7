import Foundation
import PostCardItAPI

/// A transport without a network: a function answers, and what was sent is remembered.
public final class FakeTransport: Transport {
    /// What answers a request.
    public typealias Answer = @Sendable (HTTPRequest) async throws(TransportFailure) -> HTTPResponse

    private let answer: Answer
    private let sent = Locked([HTTPRequest]())

    /// A transport that answers so.
    public init(_ answer: @escaping Answer) { self.answer = answer }

    /// A transport that gives these answers one after the other, the last one again and again.
    public convenience init(_ answers: HTTPResponse...) {
        let rest = Locked(answers)
        self.init { (_) async throws(TransportFailure) in
            guard let next = rest.withLock({ $0.count > 1 ? $0.removeFirst() : $0.first }) else {
                throw TransportFailure(.offline)
            }
            return next
        }
    }

    /// What was sent so far.
    public var requests: [HTTPRequest] { sent.withLock { $0 } }

    /// Answers, after telling of a whole body sent.
    public func send(
        _ request: HTTPRequest, progress: (@Sendable (TransferProgress) -> Void)?
    ) async throws(TransportFailure) -> HTTPResponse {
        sent.withLock { $0.append(request) }
        if case .data(let data) = request.body {
            progress?(TransferProgress(sentBytes: Int64(data.count), totalBytes: Int64(data.count)))
        }
        return try await answer(request)
    }

    /// Answers in one piece.
    public func stream(_ request: HTTPRequest) async throws(TransportFailure) -> ByteStream {
        let response = try await send(request, progress: nil)
        return ByteStream(
            head: response.head,
            pieces: AsyncThrowingStream { feed in
                feed.yield(response.body)
                feed.finish()
            })
    }
}
