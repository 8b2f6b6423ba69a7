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
        task.resume()
        return URLSessionSocket(task: task)
    }
}

private struct URLSessionSocket: HintSocket {
    let task: URLSessionWebSocketTask

    func next() async throws(TransportFailure) -> String {
        let answer: Result<String, TransportFailure> = await withCheckedContinuation { continuation in
            task.receive { continuation.resume(returning: $0.map(Self.text).mapError { TransportFailure($0) }) }
        }
        return try answer.get()
    }

    func ping() async throws(TransportFailure) {
        let error: TransportFailure? = await withCheckedContinuation { continuation in
            task.sendPing { continuation.resume(returning: $0.map { TransportFailure($0) }) }
        }
        if let error { throw error }
    }

    func close() {
        // Never on the caller's thread: URLSession's cancel waits for the queue that may be waiting for this one.
        DispatchQueue.global().async { task.cancel(with: .goingAway, reason: nil) }
    }

    private static func text(_ message: URLSessionWebSocketTask.Message) -> String {
        switch message {
        case .string(let text): text
        case .data(let data): String(decoding: data, as: UTF8.self)
        @unknown default: ""
        }
    }
}
