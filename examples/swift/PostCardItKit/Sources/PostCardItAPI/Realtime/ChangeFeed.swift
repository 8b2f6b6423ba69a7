import Foundation

/// Every change, once and in order, until nobody reads any more: those after a cursor, or all that come.
///
/// Where the server would rather hint over a socket, a hint makes it ask what has changed. Where neither sockets nor streams
/// get through, it polls, and looks for them again from time to time. A lost connection or server
/// is waited for, without end. Its errors are ``PostCardItError``s: an ended session, and a cursor that is none.
///
/// ```swift
/// for try await event in client.changes() { print(event.change?.type ?? "gap") }
/// ```
public struct ChangeFeed: AsyncSequence, Sendable {
    /// What is heard.
    public typealias Element = ChangeEvent

    let listening: Listening

    /// Begins to listen.
    public func makeAsyncIterator() -> Iterator { Iterator(listening: listening) }

    /// Hears one change after another.
    public struct Iterator: AsyncIteratorProtocol {
        var listening: Listening
        var heard: ArraySlice<ChangeEvent> = []

        /// The next change; nil once the task is cancelled.
        public mutating func next() async throws -> ChangeEvent? {
            while heard.isEmpty {
                if Task.isCancelled { return nil }
                do {
                    heard = try await listening.step()[...]
                } catch {
                    if Task.isCancelled || error.kind == .cancelled { return nil }
                    throw error
                }
            }
            return heard.removeFirst()
        }
    }
}

extension PostCardItService {
    /// Every change as it happens: `GET /v1/events`, and `GET /v1/sync` where streams do not get through.
    ///
    /// - Parameters:
    ///   - cursor: What was heard last; nil for what comes from now on.
    ///   - streams: Whether streams are tried at all.
    public func changes(since cursor: String? = nil, streams: Bool = true) -> ChangeFeed {
        ChangeFeed(listening: Listening(self, since: cursor, streams: streams))
    }
}

extension PostCardItClient {
    /// Every change as it happens: by the server's own socket or `GET /v1/events`, and `GET /v1/sync` where neither gets
    /// through.
    ///
    /// - Parameters:
    ///   - cursor: What was heard last; nil for what comes from now on.
    ///   - streams: Whether streams are tried at all.
    ///   - sockets: What opens sockets, where the server has one; nil for none.
    public nonisolated func changes(
        since cursor: String? = nil, streams: Bool = true, sockets: (any SocketOpening)? = URLSessionSockets()
    ) -> ChangeFeed {
        ChangeFeed(
            listening: Listening(
                self, since: cursor, streams: streams, hints: sockets.map { HintSource(pipeline, session, $0) },
                timekeeper: pipeline.timekeeper, random: pipeline.random))
    }
}
