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
        /// It opens, hints at what is known, and breaks: a gateway that lets nobody stay.
        case flaps
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
    let said = Locked([String]())
    let isClosed = Locked(false)

    init(_ fate: FakeSockets.Fate) {
        (texts, feed) = AsyncStream<String>.makeStream()
        self.fate = fate
    }

    func say(_ text: String) { feed.yield(text) }

    func next() async throws(TransportFailure) -> String {
        for await text in texts { return text }
        throw TransportFailure(.connection, mayHaveArrived: true)
    }

    func send(_ text: String) async throws(TransportFailure) {
        let number = said.withLock { said in
            said.append(text)
            return said.count
        }
        switch fate {
        case .refused: throw TransportFailure(.connection)
        case .offline: throw TransportFailure(.offline)
        case .deaf where number > 1: return
        default: feed.yield(#"{"type":"pong"}"#)
        }
        if case .flaps = fate { feed.yield(#"{"type":"hint","seq":0}"#) }
        if [.breaks, .flaps].contains(fate) { feed.finish() }
    }

    func close() {
        isClosed.withLock { $0 = true }
        feed.finish()
    }
}
