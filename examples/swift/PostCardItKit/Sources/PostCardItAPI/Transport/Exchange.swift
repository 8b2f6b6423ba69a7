import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// One request and what has come back of its answer.
final class Exchange: Sendable {
    struct State: Sendable {
        var answered: HTTPHead?
        var body = Data()
        var whole: CheckedContinuation<HTTPResponse, any Error>?
        var head: CheckedContinuation<HTTPHead, any Error>?
        var feed: AsyncThrowingStream<Data, any Error>.Continuation?
        var task: URLSessionTask?
        var isCancelled = false
        var hasExpired = false
    }

    let state = Locked(State())
    let progress: (@Sendable (TransferProgress) -> Void)?

    init(progress: (@Sendable (TransferProgress) -> Void)?) { self.progress = progress }

    /// The task runs: only now may a cancel reach it. One that came earlier is made up for.
    func started(_ task: URLSessionTask) {
        let wasCancelled = state.withLock { state in
            state.task = task
            return state.isCancelled
        }
        if wasCancelled { DispatchQueue.global().async { task.cancel() } }
    }

    func cancel() {
        let task = state.withLock { state in
            state.isCancelled = true
            return state.task
        }
        task?.cancel()
    }

    func expire() {
        state.withLock { $0.hasExpired = true }
        cancel()
    }

    /// The head is there. Whoever waits for it alone gets it.
    func begin(_ head: HTTPHead) {
        let waiting = state.withLock { state in
            state.answered = head
            defer { state.head = nil }
            return state.head
        }
        waiting?.resume(returning: head)
    }

    func receive(_ data: Data) {
        let feed = state.withLock { state in
            if state.feed == nil { state.body.append(data) }
            return state.feed
        }
        feed?.yield(data)
    }

    /// The end, good or bad. Nobody is resumed twice.
    func finish(_ error: (any Error)?) {
        let last = state.withLock { state in
            defer { (state.whole, state.head, state.feed, state.task) = (nil, nil, nil, nil) }
            return state
        }
        let failure: (any Error)? = error.map { self.failure($0) }
        last.head?.resume(throwing: failure ?? TransportFailure(.connection, mayHaveArrived: true))
        last.feed?.finish(throwing: failure)
        if let failure {
            last.whole?.resume(throwing: failure)
        } else if let head = last.answered {
            last.whole?.resume(returning: HTTPResponse(head: head, body: last.body))
        } else {
            last.whole?.resume(throwing: TransportFailure(.connection, mayHaveArrived: true))
        }
    }

    /// The failure, told apart: a cancel of ours because of the deadline is none of the caller's.
    func failure(_ error: any Error) -> TransportFailure {
        if state.withLock({ $0.hasExpired }) { return TransportFailure(.timedOut, mayHaveArrived: true) }
        return error as? TransportFailure ?? TransportFailure(error)
    }
}
