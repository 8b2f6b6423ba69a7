import Foundation
import PostCardItTestSupport

@testable import PostCardItAPI

/// Sockets without a network, as a server and what is on the way make them.
final class FakeSockets: SocketOpening {
    /// What becomes of a socket that is opened.
    enum Fate: Sendable {
        /// It opens.
        case opens
        /// Nobody lets it through.
        case refused
        /// There is no network.
        case offline
        /// It opens, and breaks before it says anything.
        case breaks
        /// It opens; pings are answered no more after the first.
        case deaf
    }

    let opened = Locked([(request: HTTPRequest, socket: FakeSocket)]())
    private let fates: Locked<[Fate]>

    /// Sockets of these fates, one after another; the last one goes for all that follow.
    init(_ fates: [Fate] = [.opens]) { self.fates = Locked(fates) }

    var count: Int { opened.withLock { $0.count } }

    func open(_ request: HTTPRequest) -> any HintSocket {
        let fate = fates.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
        let socket = FakeSocket(fate)
        opened.withLock { $0.append((request, socket)) }
        return socket
    }

    /// Says this over the last socket.
    func say(_ text: String) { opened.withLock { $0.last?.socket }?.say(text) }

    /// Waits until so many sockets were opened.
    func arrival(_ number: Int) async throws { try await eventually("socket \(number)") { count >= number } }
}

final class FakeSocket: HintSocket {
    private let fate: FakeSockets.Fate
    private let texts: AsyncStream<String>
    private let feed: AsyncStream<String>.Continuation
    private let closing: AsyncStream<Void>
    private let closed: AsyncStream<Void>.Continuation
    let pings = Locked(0)
    let isClosed = Locked(false)

    init(_ fate: FakeSockets.Fate) {
        (texts, feed) = AsyncStream<String>.makeStream()
        (closing, closed) = AsyncStream<Void>.makeStream()
        self.fate = fate
        if case .breaks = fate { feed.finish() }
    }

    func say(_ text: String) { feed.yield(text) }

    func next() async throws(TransportFailure) -> String {
        for await text in texts { return text }
        throw TransportFailure(.connection, mayHaveArrived: true)
    }

    func ping() async throws(TransportFailure) {
        let number = pings.withLock { $0 += 1; return $0 }
        if case .refused = fate { throw TransportFailure(.connection) }
        if case .offline = fate { throw TransportFailure(.offline) }
        guard case .deaf = fate, number > 1 else { return }
        for await _ in closing {}
        throw TransportFailure(.connection, mayHaveArrived: true)
    }

    func close() {
        isClosed.withLock { $0 = true }
        feed.finish()
        closed.finish()
    }
}
