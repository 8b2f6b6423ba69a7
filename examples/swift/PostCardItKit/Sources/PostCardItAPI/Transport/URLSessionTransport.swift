import Dispatch
import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// The transport over URLSession, the same code on Apple's systems and on Linux.
///
/// It is made of delegate calls alone. URLSession's own async methods can deadlock when they are cancelled under load on
/// Linux, and have no streams there.
public final class URLSessionTransport: Transport {
    private let session: URLSession
    private let delegate: SessionDelegate

    /// A transport. Nothing is cached on disk and no cookies are kept.
    public convenience init() {
        self.init(configuration: .ephemeral)
    }

    /// A transport with a configuration of one's own.
    public init(configuration: URLSessionConfiguration) {
        configuration.urlCache = nil
        configuration.httpShouldSetCookies = false
        configuration.applyDarwinDefaults()
        delegate = SessionDelegate()
        let queue = OperationQueue()
        queue.maxConcurrentOperationCount = 1
        session = URLSession(configuration: configuration, delegate: delegate, delegateQueue: queue)
    }

    deinit { session.finishTasksAndInvalidate() }

    /// Sends a request and gives the whole answer, whatever its status.
    public func send(
        _ request: HTTPRequest, progress: (@Sendable (TransferProgress) -> Void)?
    ) async throws(TransportFailure) -> HTTPResponse {
        let exchange = Exchange(progress: progress)
        do {
            return try await perform(request, exchange) { $0.whole = $1 }
        } catch {
            throw exchange.failure(error)
        }
    }

    /// Sends a request and gives the answer as soon as its head is there, whatever its status.
    public func stream(_ request: HTTPRequest) async throws(TransportFailure) -> ByteStream {
        let exchange = Exchange(progress: nil)
        let (pieces, feed) = AsyncThrowingStream<Data, any Error>.makeStream()
        exchange.state.withLock { $0.feed = feed }
        feed.onTermination = { _ in DispatchQueue.global().async { exchange.cancel() } }
        do {
            let head: HTTPHead = try await perform(request, exchange) { $0.head = $1 }
            return ByteStream(head: head, pieces: pieces)
        } catch {
            throw exchange.failure(error)
        }
    }

    private func perform<Answer: Sendable>(
        _ request: HTTPRequest, _ exchange: Exchange,
        _ expect: @escaping @Sendable (inout Exchange.State, CheckedContinuation<Answer, any Error>) -> Void
    ) async throws -> Answer {
        try Task.checkCancellation()
        let task = makeTask(request)
        let watchdog = request.deadline.map { seconds in
            Task {
                try await SystemTimekeeper().sleep(seconds: seconds)
                exchange.expire()
            }
        }
        defer { watchdog?.cancel() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                exchange.state.withLock { expect(&$0, continuation) }
                delegate.exchanges.withLock { $0[task.taskIdentifier] = exchange }
                task.resume()
                exchange.started(task)
            }
        } onCancel: {
            // Never on the caller's thread: URLSession's cancel waits for the queue that may be waiting for this one.
            DispatchQueue.global().async { exchange.cancel() }
        }
    }

    private func makeTask(_ request: HTTPRequest) -> URLSessionTask {
        var made = URLRequest(url: request.url)
        made.httpMethod = request.method
        made.timeoutInterval = max(1, request.idleTimeout)  // Linux takes less than a second for none at all
        made.applyDarwinManners(request.manners)
        for (name, value) in request.headers.all { made.setValue(value, forHTTPHeaderField: name) }
        switch request.body {
        case .none: return session.dataTask(with: made)
        case .data(let data): return session.uploadTask(with: made, from: data)
        case .file(let url): return session.uploadTask(with: made, fromFile: url)
        }
    }
}
