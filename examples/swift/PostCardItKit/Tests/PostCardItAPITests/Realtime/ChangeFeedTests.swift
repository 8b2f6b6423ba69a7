import Foundation
import PostCardItTestSupport
import XCTest

@testable import PostCardItAPI

private func hear(
    _ count: Int, of feed: ChangeFeed, telling told: Locked<Int> = Locked(0)
) async throws -> [ChangeEvent] {
    var heard: [ChangeEvent] = []
    for try await event in feed {
        heard.append(event)
        told.withLock { $0 = heard.count }
        if heard.count == count { break }
    }
    return heard
}

final class ChangeFeedTests: XCTestCase {
    private func ids(_ requests: [HTTPRequest]) -> [String?] { requests.map { $0.headers["Last-Event-ID"] } }

    func testEveryChangeIsHeardOnceAndInOrderThoughConnectionsBreak() async throws {
        let random = SeededRandomSource(seed: 6)
        let server = FeedServer(changes: 200, faults: (0..<60).map { _ in .cut(Int(random.next() % 2_000)) })

        let heard = try await hear(200, of: server.feed())

        XCTAssertEqual(heard.compactMap(\.change?.seq), Array(1...200))
        XCTAssertEqual(heard.map(\.cursor), (1...200).map { "c\($0)" })
        let streams = server.state.withLock { $0.streams }
        XCTAssertGreaterThan(streams.count, 10)
        XCTAssertEqual(streams.map { $0.headers["Authorization"] }, (1...streams.count).map { "Bearer access-\($0)" })
        XCTAssertEqual(streams[0].headers["Last-Event-ID"], "c0")
        let resumed = ids(streams).compactMap { $0.flatMap { Int($0.dropFirst()) } }
        XCTAssertEqual(resumed, resumed.sorted())
        XCTAssertTrue(server.state.withLock { $0.polls }.isEmpty)
    }

    func testWithoutACursorItHearsWhatComesFromNowOnAndResumesThere() async throws {
        let server = FeedServer(changes: 5, faults: [.ends])
        let feed = server.feed(since: nil)
        let listener = Task { try await hear(2, of: feed) }
        try await eventually("a second stream is open") { server.state.withLock { $0.streams.count } > 1 }
        listener.cancel()
        _ = try await listener.value
        XCTAssertEqual(ids(server.state.withLock { $0.streams }), [nil, "c5"])
    }

    func testAStreamThatFallsSilentIsLeftAndOpenedAgain() async throws {
        let server = FeedServer(changes: 3)
        let (watch, told) = (Asleep(), Locked(0))
        let feed = server.feed(watch: watch)
        let listener = Task { try await hear(5, of: feed, telling: told) }
        // Not before the first stream has said all it will: it would say what is added, or be left for polls as mute.
        try await eventually("the first stream was heard") { told.withLock { $0 } == 3 }
        server.add(2)

        try await watch.pass(until: "a second stream is open") { server.state.withLock { $0.streams.count } > 1 }

        let heard = try await listener.value
        XCTAssertEqual(heard.compactMap(\.change?.seq), [1, 2, 3, 4, 5])
        XCTAssertEqual(server.state.withLock { $0.polls.count }, 0)
    }

    func testPausesHaveFullJitterThatDoublesAndIsBounded() async throws {
        let server = FeedServer(changes: 1, faults: (0..<40).map { _ in .status(429, "rate_limited") })

        _ = try await hear(1, of: server.feed())

        let pauses = server.timekeeper.pauses
        XCTAssertEqual(pauses.count, 40)
        for (number, pause) in pauses.enumerated() {
            XCTAssertTrue((0...min(30, 0.5 * pow(2, Double(number)))).contains(pause), "\(number): \(pause)")
        }
        XCTAssertEqual(Set(pauses).count, 40)
        XCTAssertGreaterThan(pauses.max() ?? 0, 15)
    }

    func testAStreamThatEndsSoonEachTimeIsOpenedLessAndLessOften() async throws {
        let server = FeedServer(changes: 1, faults: (0..<20).map { _ in .ends })
        let listener = Task { try await hear(2, of: server.feed()) }
        try await eventually("the last stream is open") { server.state.withLock { $0.streams.count } > 20 }
        listener.cancel()
        _ = await listener.result

        XCTAssertEqual(server.timekeeper.pauses.count, 20)
        XCTAssertGreaterThan(server.timekeeper.pauses.reduce(0, +), 60)
    }

    func testARetryAfterOfADayIsNotBelieved() async throws {
        let server = FeedServer(changes: 1, faults: [.busy("86400"), .busy("60")])

        _ = try await hear(1, of: server.feed())

        XCTAssertEqual(server.timekeeper.pauses, [Listening.longestRetryAfter, 60])
    }

    func testAServerThatSaysMoreThanIsReadIsLeftAndNothingPilesUp() async throws {
        let all = IdleWatch.mostUnread * 3
        let pieces = AsyncThrowingStream<Data, any Error> { feed in
            for number in 0..<all { feed.yield(Data("\(number) ".utf8)) }
        }
        let watched = IdleWatch.pieces(
            of: ByteStream(head: HTTPHead(status: 200), pieces: pieces), seconds: 45, timekeeper: Asleep())
        for _ in 0..<(all * 4) { await Task.yield() }

        var read = 0
        do {
            for try await _ in watched { read += 1 }
            XCTFail("It ended well.")
        } catch {
            XCTAssertEqual((error as? TransportFailure)?.reason, .connection)
        }
        XCTAssertLessThan(read, all)
    }

    func testWhereStreamsDoNotGetThroughItPollsAndReturnsToThem() async throws {
        let faults: [[FeedServer.Fault]] = [
            [.status(404, "unknown_route")], [.page], [.cut(0), .cut(0), .cut(0)],
            [.status(502, "unavailable"), .status(502, "unavailable"), .status(502, "unavailable")],
        ]
        for fault in faults {
            let server = FeedServer(changes: 2, faults: fault)
            let feed = server.feed()
            let first = try await hear(2, of: feed)
            XCTAssertEqual(first.compactMap(\.change?.seq), [1, 2])
            XCTAssertEqual(server.state.withLock { $0.streams.count }, fault.count)
            XCTAssertEqual(server.state.withLock { $0.polls.count }, 1)

            let later = server.feed()
            server.state.withLock { ($0.faults, $0.streams, $0.polls) = (fault, [], []) }
            let listener = Task { try await hear(3, of: later) }
            try await eventually("it returned to streams") { server.state.withLock { $0.streams.count } > fault.count }
            server.add(1)
            let polls = server.state.withLock { $0.polls.count }
            XCTAssertTrue((1...14).contains(polls), "\(polls) polls of 25 seconds within 300")
            server.state.withLock { $0.faults = [.ends] }
            listener.cancel()
            _ = try await listener.value
        }
    }

    func testAProxyThatHoldsStreamsBackIsLeftForPolls() async throws {
        let server = FeedServer(changes: 2, faults: [.held])
        let watch = Asleep()
        let feed = server.feed(watch: watch)
        let listener = Task { try await hear(2, of: feed) }

        try await watch.pass(until: "it polls") { !server.state.withLock { $0.polls.isEmpty } }

        let heard = try await listener.value
        XCTAssertEqual(heard.compactMap(\.change?.seq), [1, 2])
        XCTAssertEqual(server.state.withLock { $0.streams.count }, 1)
    }

    func testWhatTheServerForgotIsAGapAndThenEverything() async throws {
        let server = FeedServer(changes: 10)
        server.state.withLock { $0.kept = 8 }

        let heard = try await hear(2, of: server.feed(since: "c3"))

        XCTAssertEqual(heard.map(\.isGap), [true, false])
        XCTAssertEqual(heard[0].cursor, "c3")
        XCTAssertEqual(heard[1].change?.id, "all")
        XCTAssertEqual(heard[1].cursor, "c10")
    }

    func testWhatWasHeardBeforeIsNotHeardAgain() async throws {
        let server = FeedServer(changes: 6, faults: [.cut(500), .repeats(1)])
        let feed = server.feed()
        let heard = try await hear(6, of: feed)
        XCTAssertEqual(heard.compactMap(\.change?.seq), [1, 2, 3, 4, 5, 6])
        let ids = ids(server.state.withLock { $0.streams })
        XCTAssertEqual(ids.count, 2)
        XCTAssertNotEqual(ids[1], "c0")
    }

    func testMissingNumbersAreAGap() async throws {
        let server = FeedServer(changes: 6, faults: [.skips(4)])

        let heard = try await hear(5, of: server.feed())

        XCTAssertEqual(heard.map { $0.change?.seq }, [1, 2, 3, nil, 6])
    }

    func testAnEndedSessionEndsTheFeed() async throws {
        let server = FeedServer(changes: 0, faults: [.status(401, "session_ended"), .status(401, "session_ended")])
        do {
            _ = try await hear(1, of: server.feed())
            XCTFail("It went on.")
        } catch {
            XCTAssertEqual((error as? PostCardItError)?.status, 401)
        }
    }

    func testACancelledListenerClosesTheConnection() async throws {
        let closed = Locked(false)
        let (pieces, feed) = AsyncThrowingStream<Data, any Error>.makeStream()
        feed.onTermination = { _ in closed.withLock { $0 = true } }
        let watched = IdleWatch.pieces(
            of: ByteStream(head: HTTPHead(status: 200), pieces: pieces), seconds: 45, timekeeper: Asleep())
        let reader = Task { for try await _ in watched {} }
        await Task.yield()
        reader.cancel()
        _ = await reader.result
        try await eventually("the connection is closed") { closed.withLock { $0 } }
    }
}
