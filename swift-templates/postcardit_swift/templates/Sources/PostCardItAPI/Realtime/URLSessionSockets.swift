import Dispatch
import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Sockets over URLSession. Swift's own builds for Linux are made without them (6.3.1 says "WebSockets not supported by
/// libcurl"): then none can be opened, and changes are heard in another way.
public final class URLSessionSockets: SocketOpening {
    private let session: URLSession

    /// Sockets. No cookies are kept.
    public init() {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpShouldSetCookies = false
        configuration.applyDarwinDefaults()
        session = URLSession(configuration: configuration)
    }

    deinit { session.finishTasksAndInvalidate() }

    /// Begins to open one.
    public func open(_ request: HTTPRequest) -> any HintSocket {
        var made = URLRequest(url: request.url)
        for (name, value) in request.headers.all { made.setValue(value, forHTTPHeaderField: name) }
        let task = session.webSocketTask(with: made)
        task.maximumMessageSize = URLSessionSocket.longest
        task.resume()
        return URLSessionSocket(task: task)
    }
}

/// A socket whose callbacks may come twice, late or never: each wait ends once, at the latest when the socket is closed.
private final class URLSessionSocket: HintSocket {
    /// A hint has some fifty bytes: whoever sends more than this is broken.
    static let longest = 16 * 1024

    private typealias Heard = Result<String, TransportFailure>

    private struct State {
        var waits: [Int: Once<Heard>] = [:]
        var number = 0
        var isClosed = false
    }

    private let task: URLSessionWebSocketTask
    private let state = Locked(State())

    init(task: URLSessionWebSocketTask) { self.task = task }

    func next() async throws(TransportFailure) -> String {
        try await waited { once in
            task.receive { once.settle($0.map(Self.text).mapError { TransportFailure($0) }) }
        }
    }

    func send(_ text: String) async throws(TransportFailure) {
        _ = try await waited { once in
            task.send(.string(text)) { once.settle($0.map { .failure(TransportFailure($0)) } ?? .success("")) }
        }
    }

    func close() {
        let waits = state.withLock { state in
            state.isClosed = true
            return state.waits.values
        }
        for wait in waits { wait.settle(.failure(Self.closed)) }
        // Never on the caller's thread: URLSession's cancel waits for the queue that may be waiting for this one.
        DispatchQueue.global().async { [task] in task.cancel(with: .goingAway, reason: nil) }
    }

    private func waited(_ begin: (Once<Heard>) -> Void) async throws(TransportFailure) -> String {
        let once = Once<Heard>()
        let number = state.withLock { state -> Int? in
            guard !state.isClosed else { return nil }
            state.number += 1
            state.waits[state.number] = once
            return state.number
        }
        guard let number else { throw Self.closed }
        defer { state.withLock { _ = $0.waits.removeValue(forKey: number) } }
        begin(once)
        return try await once.value(orCancelled: .failure(TransportFailure(.cancelled))).get()
    }

    private static var closed: TransportFailure { TransportFailure(.connection, mayHaveArrived: true) }

    private static func text(_ message: URLSessionWebSocketTask.Message) -> String {
        switch message {
        case .string(let text): text
        case .data(let data): String(decoding: data, as: UTF8.self)
        @unknown default: ""
        }
    }
}
