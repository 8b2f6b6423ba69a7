import Foundation
import PostCardItTestSupport
import XCTest

@testable import PostCardItAPI

final class ChangeSocketTests: XCTestCase {
    private static let offered: JSONValue = ["realtime": ["websocket", "longpoll"], "websocketUrl": "wss://hints.example/v1"]

    private func server(_ changes: Int, _ offer: JSONValue = offered, faults: [FeedServer.Fault] = []) -> FeedServer {
        let server = FeedServer(changes: changes, faults: faults)
        server.state.withLock { $0.offer = offer }
        return server
    }

    private func hear(_ count: Int, of feed: ChangeFeed) -> Task<[Int?], any Error> {
        Task {
            var heard: [Int?] = []
            for try await event in feed {
                heard.append(event.change?.seq)
                if heard.count == count { break }
            }
            return heard
        }
    }

    func testAHintMakesOneSyncHoweverManyComeMeanwhile() async throws {
        let (server, sockets) = (server(2), FakeSockets())
        let feed = server.feed(sockets: sockets)
        let listener = hear(5, of: feed)
        try await eventually("a sync") { server.state.withLock { !$0.polls.isEmpty } }
        server.add(3)

        for seq in 3...5 { sockets.say(#"{"type":"changed","seq":\#(seq)}"#) }

        let heard = try await listener.value
        XCTAssertEqual(heard, [1, 2, 3, 4, 5])
        let polls = server.state.withLock { $0.polls }
        XCTAssertEqual(polls.count, 2)
        XCTAssertTrue(polls.allSatisfy { $0.url.query?.contains("wait=0") ?? false })
        XCTAssertEqual(server.state.withLock { $0.streams.count }, 0)
    }

    func testTheSocketCarriesTheTokenAndClosesWithItsListener() async throws {
        let (server, sockets) = (server(1), FakeSockets())

        let heard = try await hear(1, of: server.feed(sockets: sockets)).value

        XCTAssertEqual(heard, [1])
        let (request, socket) = try XCTUnwrap(sockets.opened.withLock { $0.first })
        XCTAssertEqual(request.url.absoluteString, "wss://hints.example/v1")
        XCTAssertEqual(request.headers["Sec-WebSocket-Protocol"], "postcardit.v1, bearer.access-1")
        XCTAssertNil(request.headers["Authorization"], "a server refuses two tokens")
        try await eventually("the socket is closed") { socket.isClosed.withLock { $0 } }
    }

    func testFramesThatAreNoHintsAndHintsOfWhatIsKnownAskForNothing() async throws {
        let (server, sockets) = (server(2), FakeSockets())
        let listener = hear(3, of: server.feed(sockets: sockets))
        try await eventually("a sync") { server.state.withLock { !$0.polls.isEmpty } }

        for text in ["", "[1]", #"{"type":"weather","seq":9}"#, #"{"type":"changed","seq":2}"#] { sockets.say(text) }
        for _ in 0..<200 { await Task.yield() }
        XCTAssertEqual(server.state.withLock { $0.polls.count }, 1)
        server.add(1)
        sockets.say(#"{"type":"changed"}"#)

        let heard = try await listener.value
        XCTAssertEqual(heard, [1, 2, 3])
    }

    func testASocketThatCannotBeHadIsLeftForLongPollsAndTriedAgain() async throws {
        let (server, sockets) = (server(2), FakeSockets([.refused, .opens]))
        let listener = hear(3, of: server.feed(sockets: sockets))

        try await sockets.arrival(2)
        let polls = server.state.withLock { $0.polls.filter { $0.url.query?.contains("wait=25") ?? false }.count }
        XCTAssertTrue((12...13).contains(polls), "\(polls) polls of 25 seconds within 300")
        server.add(1)
        sockets.say(#"{"type":"changed","seq":3}"#)

        let heard = try await listener.value
        XCTAssertEqual(heard, [1, 2, 3])
        XCTAssertEqual(server.state.withLock { $0.streams.count }, 0)
    }

    func testWithoutANetworkASocketIsTriedAgainAndNotLeft() async throws {
        let (server, sockets) = (server(1), FakeSockets([.offline, .offline, .offline, .offline, .opens]))

        let heard = try await hear(1, of: server.feed(sockets: sockets)).value

        XCTAssertEqual(heard, [1])
        XCTAssertEqual(sockets.count, 5)
        XCTAssertEqual(server.timekeeper.pauses.count, 4)
        XCTAssertEqual(server.state.withLock { $0.polls.count }, 1)
    }

    func testASocketThatCannotBeHadIsLeftForAStreamWhereThereIsOne() async throws {
        let offer: JSONValue = ["realtime": ["websocket", "sse", "longpoll"], "realtimeUrl": "wss://hints.example"]
        let (server, sockets) = (server(2, offer), FakeSockets([.refused]))

        let heard = try await hear(2, of: server.feed(sockets: sockets)).value

        XCTAssertEqual(heard, [1, 2])
        XCTAssertEqual(sockets.count, 1)
        XCTAssertEqual(server.state.withLock { [$0.streams.count, $0.polls.count] }, [1, 0])
    }

    func testSocketsThatBreakBeforeTheySayAnythingAreLeft() async throws {
        let (server, sockets) = (server(1), FakeSockets([.breaks, .breaks, .breaks, .opens]))
        let listener = hear(2, of: server.feed(sockets: sockets))

        try await sockets.arrival(4)
        server.add(1)
        sockets.say(#"{"type":"changed","seq":2}"#)

        let heard = try await listener.value
        XCTAssertEqual(heard, [1, 2])
        XCTAssertEqual(server.timekeeper.pauses.count, 2, "a backoff after each break but the last")
    }

    func testASocketIsPingedAndLeftForAnotherBeforeTheServerEndsIt() async throws {
        let (server, sockets, watch) = (server(1), FakeSockets(), Asleep())
        let listener = hear(2, of: server.feed(watch: watch, sockets: sockets))
        try await sockets.arrival(1)
        let first = try XCTUnwrap(sockets.opened.withLock { $0.first?.socket })

        // What is left of its life after the pings is no multiple of the time between them: the first pass stops there.
        try await watch.pass(where: { $0 == HintWatch.pingSeconds }, until: "pings") { first.said.withLock { $0.count } > 12 }
        XCTAssertEqual(sockets.count, 1)
        try await watch.pass(where: { $0 != HintWatch.pongSeconds }, until: "another socket") { sockets.count == 2 }
        server.add(1)
        sockets.say(#"{"type":"changed","seq":2}"#)

        let heard = try await listener.value
        XCTAssertEqual(heard, [1, 2])
        XCTAssertEqual(server.timekeeper.pauses, [])
        XCTAssertEqual(Set(first.said.withLock { $0 }), [#"{"type":"ping"}"#])
        XCTAssertTrue(first.isClosed.withLock { $0 })
    }

    func testASocketThatAnswersNoPingIsClosedAndOpenedAgain() async throws {
        let (server, sockets, watch) = (server(1), FakeSockets([.deaf, .opens]), Asleep())
        let listener = hear(2, of: server.feed(watch: watch, sockets: sockets))
        try await sockets.arrival(1)
        let first = try XCTUnwrap(sockets.opened.withLock { $0.first?.socket })

        try await watch.pass(where: { $0 == HintWatch.pingSeconds }, until: "pings") { first.said.withLock { $0.count } > 1 }
        try await watch.pass(where: { $0 == HintWatch.pongSeconds }, until: "another socket") { sockets.count == 2 }
        server.add(1)
        sockets.say(#"{"type":"changed","seq":2}"#)

        let heard = try await listener.value
        XCTAssertEqual(heard, [1, 2])
    }

    func testASocketThatIsSilentFromTheBeginningIsLeft() async throws {
        let (socket, watch) = (FakeSocket(.deaf), Asleep())
        try await HintWatch.greet(socket, timekeeper: watch)
        let greeted = Task { try await HintWatch.greet(socket, timekeeper: watch) }

        try await watch.pass(where: { $0 == HintWatch.pongSeconds }, until: "it is closed") { socket.isClosed.withLock { $0 } }

        let outcome = await greeted.result
        XCTAssertThrowsError(try outcome.get())
    }

    func testQuietSocketsThatTheServerEndsAfterALongLifeAreOpenedAgainAndNotLeft() async throws {
        let (server, sockets) = (server(1), FakeSockets())
        let listener = hear(2, of: server.feed(sockets: sockets))

        for number in 1...6 {
            try await sockets.arrival(number)
            try await eventually("a sync") { server.state.withLock { $0.polls.count } == number }
            server.timekeeper.advance(seconds: 900)  // as long as a token counts
            sockets.opened.withLock { $0.last?.socket }?.close()
        }
        try await sockets.arrival(7)
        server.add(1)
        sockets.say(#"{"type":"hint","seq":2}"#)

        let heard = try await listener.value
        XCTAssertEqual(heard, [1, 2])
        XCTAssertTrue(server.state.withLock { $0.polls }.allSatisfy { $0.url.query?.contains("wait=0") ?? false })
        XCTAssertLessThan(server.timekeeper.pauses.max() ?? 0, 0.5, "each is the first failure")
    }

    func testSocketsThatNobodyIsLetStayInAreOpenedLessAndLessOften() async throws {
        let (server, sockets) = (server(1), FakeSockets([.flaps]))
        let listener = hear(2, of: server.feed(sockets: sockets))

        try await sockets.arrival(20)
        listener.cancel()

        XCTAssertGreaterThan(server.timekeeper.pauses.prefix(18).reduce(0, +), 60)
    }

    func testAServerThatOffersNoSocketIsStreamedFrom() async throws {
        for offer: JSONValue in [["realtime": ["sse", "websocket", "longpoll"], "websocketUrl": "wss://x.example"], [:]] {
            let (server, sockets) = (server(2, offer), FakeSockets())

            let heard = try await hear(2, of: server.feed(sockets: sockets)).value

            XCTAssertEqual(heard, [1, 2])
            XCTAssertEqual(sockets.count, 0)
            XCTAssertEqual(server.state.withLock { [$0.streams.count, $0.asked] }, [1, 1])
        }
    }

    func testWithoutACursorItBeginsAtTheEndOfWhatThereIs() async throws {
        let (server, sockets) = (server(5), FakeSockets())
        let listener = hear(1, of: server.feed(since: nil, sockets: sockets))
        try await sockets.arrival(1)
        server.add(1)
        sockets.say(#"{"type":"changed","seq":6}"#)

        let heard = try await listener.value
        XCTAssertEqual(heard, [6])
    }

    func testTheTokenNeverTravelsInTheClearToAServerOfTLS() throws {
        func socket(_ url: String, of server: String) throws -> URL? {
            let json = #"{"realtime":["websocket"],"websocketUrl":"\#(url)"}"#
            let offer = try WireJSON.decode(RealtimeOffer.self, from: Data(json.utf8))
            return offer.socket(of: try XCTUnwrap(URL(string: server)))
        }

        XCTAssertNotNil(try socket("wss://a.example/x", of: "https://b.example"))
        XCTAssertNotNil(try socket("ws://127.0.0.1:1/x", of: "http://127.0.0.1:1"))
        XCTAssertNil(try socket("ws://a.example/x", of: "https://b.example"))
        XCTAssertNil(try socket("https://a.example/x", of: "https://b.example"))
        XCTAssertNil(try socket("wss:", of: "https://b.example"))
    }

    func testWhatTheSystemCannotOpenIsAFailureAndNoWait() async {
        // Where libcurl knows no sockets this fails at once; where it does nobody listens on this port.
        let socket = URLSessionSockets().open(HTTPRequest(url: URL(string: "ws://127.0.0.1:9/")!))
        do {
            try await socket.send(HintWatch.ping)
            _ = try await socket.next()
            XCTFail("Somebody answered.")
        } catch {
            XCTAssertEqual(error.reason, .connection)
        }
        socket.close()
    }
}
