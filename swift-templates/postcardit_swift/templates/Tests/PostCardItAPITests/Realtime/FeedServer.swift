import Foundation
import PostCardItTestSupport

@testable import PostCardItAPI

/// A server with a feed of changes, over a road with faults: a transport and all that is behind it.
final class FeedServer: Transport {
    enum Fault: Sendable {
        /// The stream goes on until this many bytes have come, then the connection breaks.
        case cut(Int)
        /// The server ends the stream after what it has.
        case ends
        /// Nothing more comes after what it has.
        case silent
        /// The stream begins with changes that were asked for no more.
        case repeats(Int)
        /// Not a byte comes.
        case held
        /// A status instead of a stream.
        case status(Int, String)
        /// Too much to do, and a header that says when to come again.
        case busy(String)
        /// Somebody on the way answers with a page.
        case page
        /// The stream leaves this change out.
        case skips(Int)
    }

    struct State: Sendable {
        var changes: [Change] = []
        var faults: [Fault] = []
        var streams: [HTTPRequest] = []
        var polls: [HTTPRequest] = []
        /// Cursors before this change are forgotten.
        var kept = 0
        /// What the server says of its ways to tell of changes; nil where it cannot be asked.
        var offer: JSONValue?
        var asked = 0
    }

    let state = Locked(State())
    let tokens = MemoryTokenStore(.number(1))
    let timekeeper = FakeTimekeeper()
    let random = SeededRandomSource(seed: 4)

    init(changes: Int, faults: [Fault] = []) {
        state.withLock { $0.faults = faults }
        add(changes)
    }

    func add(_ count: Int) {
        state.withLock { state in
            for _ in 0..<count {
                let seq = state.changes.count + 1
                state.changes.append(
                    Change(
                        seq: seq, type: .postcardDeleted, id: "p-\(seq)",
                        occurredAt: Date(timeIntervalSince1970: 1_795_449_180 + Double(seq))))
            }
        }
    }

    var client: PostCardItClient {
        PostCardItClient(
            server: URL(string: "https://example.com")!, tokens: tokens, configuration: Configuration(retry: .never),
            transport: self, timekeeper: timekeeper, random: random)
    }

    func feed(
        since cursor: String? = "c0", watch: any Timekeeper = Asleep(), sockets: (any SocketOpening)? = nil
    ) -> ChangeFeed {
        let client = client
        let hints = sockets.map { HintSource(client.pipeline, client.session, $0) }
        return ChangeFeed(
            listening: Listening(
                client, since: cursor, hints: hints, timekeeper: timekeeper, watch: watch, random: random))
    }

    func stream(_ request: HTTPRequest) async throws(TransportFailure) -> ByteStream {
        let number = state.withLock { state in
            state.streams.append(request)
            return state.streams.count
        }
        try? tokens.save(.number(number + 1))  // the next connection is to carry another one
        let fault = state.withLock { $0.faults.isEmpty ? Fault.silent : $0.faults.removeFirst() }
        let after = seq(request.headers["Last-Event-ID"])
        if case .status(let status, let code) = fault { return whole(.problem(status, code)) }
        if case .busy(let when) = fault { return whole(.problem(503, "unavailable", headers: ["Retry-After": when])) }
        if case .page = fault { return whole(HTTPResponse(status: 200, headers: ["Content-Type": "text/html"])) }
        if let after, after < state.withLock({ $0.kept }) { return whole(.problem(410, "cursor_expired")) }
        let bytes = Array(text(after: after ?? state.withLock { $0.changes.count }, fault).utf8)
        let (pieces, feed) = AsyncThrowingStream<Data, any Error>.makeStream()
        var limit = bytes.count
        if case .cut(let count) = fault { limit = min(limit, count) }
        if case .held = fault { limit = 0 }
        var start = 0
        while start < limit {
            let end = min(limit, start + 1 + Int(random.next() % 90))
            feed.yield(Data(bytes[start..<end]))
            start = end
        }
        switch fault {
        case .cut: feed.finish(throwing: TransportFailure(.connection, mayHaveArrived: true))
        case .ends: feed.finish()
        default: break
        }
        return ByteStream(head: HTTPHead(status: 200, headers: ["Content-Type": "text/event-stream; charset=utf-8"]), pieces: pieces)
    }

    func send(
        _ request: HTTPRequest, progress: (@Sendable (TransferProgress) -> Void)?
    ) async throws(TransportFailure) -> HTTPResponse {
        if request.url.path.hasSuffix("refresh") { return .problem(401, "session_ended") }
        if request.url.path.hasSuffix("ready") { return readiness() }
        let items = URLComponents(url: request.url, resolvingAgainstBaseURL: false)?.queryItems ?? []
        let query = Dictionary(items.map { ($0.name, $0.value ?? "") }) { $1 }
        if query["wait"] == "25" { timekeeper.advance(seconds: 25) }
        return state.withLock { state in
            state.polls.append(request)
            let after = seq(query["cursor"])
            if let after, after < state.kept { return .problem(410, "cursor_expired") }
            let head = state.changes.count
            var changes = after.map { after in state.changes.filter { $0.seq > after } } ?? []
            if after == nil {
                // A snapshot: whatever there is, with the number that it is as of.
                changes = [Change(seq: head, type: .postcardChanged, id: "all", occurredAt: timekeeper.now)]
            }
            let page = SyncPage(changes: changes, nextCursor: "c\(head)", hasMore: false)
            return HTTPResponse(status: 200, body: (try? WireJSON.encode(page)) ?? Data())
        }
    }

    private func text(after: Int, _ fault: Fault) -> String {
        let changes = state.withLock { $0.changes }
        var text = "retry: 10\nid: c\(after)\n\n: hello\n\n"
        var first = after
        if case .repeats(let count) = fault { first -= count }
        for change in changes where change.seq > first {
            if case .skips(change.seq) = fault { continue }
            let json = (try? WireJSON.encode(change)).map { String(decoding: $0, as: UTF8.self) } ?? ""
            text += "id: c\(change.seq)\nevent: change\ndata: \(json)\n\n"
        }
        return text
    }

    private func readiness() -> HTTPResponse {
        state.withLock { state in
            state.asked += 1
            guard let offer = state.offer, let body = try? WireJSON.encode(offer) else { return .problem(503, "unavailable") }
            return HTTPResponse(status: 200, body: body)
        }
    }

    private func seq(_ cursor: String?) -> Int? { cursor.flatMap { Int($0.dropFirst()) } }

    private func whole(_ response: HTTPResponse) -> ByteStream {
        ByteStream(
            head: response.head,
            pieces: AsyncThrowingStream { feed in
                feed.yield(response.body)
                feed.finish()
            })
    }
}

/// A clock whose pauses end only when the task is cancelled, or when it is told so.
final class Asleep: Timekeeper {
    private let sleepers = Locked([(seconds: TimeInterval, end: AsyncStream<Void>.Continuation)]())
    let now = Date(timeIntervalSince1970: 1_795_449_180)

    func sleep(seconds: TimeInterval) async throws(CancellationError) {
        let (stream, sleeper) = AsyncStream<Void>.makeStream()
        sleepers.withLock { $0.append((seconds, sleeper)) }
        for await _ in stream {}
        if Task.isCancelled { throw CancellationError() }
    }

    /// Ends every pause, or those alone of a length that counts, again and again, until something is so.
    func pass(
        where counts: @Sendable (TimeInterval) -> Bool = { _ in true }, until what: String, _ isSo: @Sendable () -> Bool
    ) async throws {
        try await eventually(what) {
            if isSo() { return true }
            let ending = sleepers.withLock { sleepers in
                let ending = sleepers.filter { counts($0.seconds) }
                sleepers.removeAll { counts($0.seconds) }
                return ending
            }
            for sleeper in ending { sleeper.end.finish() }
            return false
        }
    }
}
