import Foundation
import PostCardItTestSupport
import XCTest

@testable import PostCardItAPI

final class OfflineTests: XCTestCase {
    private let folder = temporaryFolder()
    private let world = Locked(WorldServer())

    override func tearDown() { try? FileManager.default.removeItem(at: folder.url) }

    private let losesAnswers = Locked(false)
    private let timekeeper = FakeTimekeeper(Date(timeIntervalSince1970: 1_795_449_000))

    private func client(tokens: any TokenStore = MemoryTokenStore(.number(1, of: WorldServer.me))) -> PostCardItClient {
        let (world, losesAnswers) = (world, losesAnswers)
        let transport = FakeTransport { (request) async throws(TransportFailure) in
            let items = URLComponents(url: request.url, resolvingAgainstBaseURL: false)?.queryItems
            if request.method == "POST" {
                let key = request.headers["Idempotency-Key"]
                let card = world.withLock { $0.sendCard(key: key) }
                if losesAnswers.withLock({ $0 }) { throw TransportFailure(.connection, mayHaveArrived: true) }
                return HTTPResponse(status: 201, body: (try? WireJSON.encode(card)) ?? Data())
            }
            let cursor = items?.first { $0.name == "cursor" }?.value
            guard let page = world.withLock({ $0.page(cursor, limit: 2) }) else { return .problem(410, "cursor_expired") }
            return HTTPResponse(status: 200, body: (try? WireJSON.encode(page)) ?? Data())
        }
        return PostCardItClient(
            server: URL(string: "https://example.com")!, tokens: tokens, configuration: Configuration(retry: .never),
            transport: transport, timekeeper: timekeeper,
            random: SystemRandomSource())
    }

    func testAMirrorIsFetchedInPagesAndAnswersWithoutTheServer() async throws {
        world.withLock { world in
            for _ in 0..<7 { world.receiveCard() }
            world.befriend()
            world.befriend()
        }
        let before = client().offline(in: folder)
        let refreshed = try await before.mirror.refresh()
        XCTAssertFalse(refreshed.hadGap)

        let after = client().offline(in: folder)
        let cards = try await after.mirror.postcards()
        let status = try await after.mirror.status()
        let received = try await after.mirror.postcards(in: .received, isUnread: true, limit: 3)
        let sent = try await after.mirror.postcards(in: .sent)

        XCTAssertEqual(cards.count, 7)
        XCTAssertEqual(cards.map(\.sentAt), cards.map(\.sentAt).sorted(by: >))
        XCTAssertEqual(received, Array(cards.prefix(3)))
        XCTAssertEqual(sent, [])
        XCTAssertEqual([status.postcards, status.friendships, status.unread], [7, 2, 7])
        XCTAssertTrue(status.isComplete)
        let names = folder.folder("mirror").names()
        XCTAssertEqual(names.count, 1, "one file")
        let friends = try await after.mirror.friends()
        let outgoing = try await after.mirror.friendRequests(.outgoing)
        let me = try await after.mirror.me()
        XCTAssertEqual([friends.count, outgoing.count], [1, 1])
        XCTAssertEqual(me?.userID, WorldServer.me)
    }

    func testAQueuedCardAppearsAndBecomesTheServersOnce() async throws {
        let offline = client().offline(in: folder)
        world.withLock { $0.receiveCard() }
        try await offline.mirror.refresh()
        let item = try await offline.outbox.send(.card("Ciao"))

        let queued = try await offline.mirror.postcards()
        XCTAssertEqual(queued.count, 2)
        XCTAssertEqual(queued.filter { $0.status == .queued }.map(\.message), ["Ciao"])
        let waiting = try await offline.mirror.postcard(item.id)
        XCTAssertEqual(waiting?.status, .queued)
        XCTAssertEqual(waiting?.senderID, WorldServer.me)

        try await offline.outbox.flush()
        let sent = try await offline.mirror.postcards()
        let same = try await offline.mirror.postcard(item.id)
        XCTAssertEqual(sent.count, 2)
        XCTAssertNotEqual(same?.postcardID, item.id)
        XCTAssertEqual(same?.idempotencyKey, item.id)

        try await offline.mirror.refresh()
        let told = try await offline.mirror.postcards()
        XCTAssertEqual(told.count, 2)
    }

    func testACardWhoseAnswerWasLostIsListedOnceWhenTheFeedTellsOfIt() async throws {
        let offline = client().offline(in: folder)
        losesAnswers.withLock { $0 = true }
        try await offline.outbox.send(.card("Ciao"))
        let flushed = try await offline.outbox.flush()
        let before = try await offline.mirror.postcards()
        try await offline.mirror.refresh()
        let after = try await offline.mirror.postcards()

        XCTAssertEqual(flushed.left, 1)
        XCTAssertEqual(before.map(\.status), [.queued])
        XCTAssertEqual(after.map(\.status), [.sent])
    }

    func testAGapIsClosedByASnapshotAndToldOnce() async throws {
        let offline = client().offline(in: folder)
        try await offline.mirror.refresh()
        world.withLock { world in
            world.receiveCard()
            world.receiveCard()
            world.deleteCard(0)
            world.forget()
            world.receiveCard()
        }
        let first = try await offline.mirror.refresh()
        let second = try await offline.mirror.refresh()

        XCTAssertEqual([first.hadGap, second.hadGap], [true, false])
        let cards = try await offline.mirror.postcards()
        XCTAssertEqual(Set(cards.map(\.postcardID)), Set(world.withLock { $0.cards.keys }))
    }

    func testALiveChangeIsTakenAndOneThatDoesNotFollowRefreshes() async throws {
        let offline = client().offline(in: folder)
        try await offline.mirror.refresh()
        world.withLock { $0.receiveCard() }
        let next = try XCTUnwrap(world.withLock { $0.last })
        let one = try await offline.mirror.apply(next)
        let again = try await offline.mirror.apply(next)
        world.withLock { world in
            world.receiveCard()
            world.receiveCard()
        }
        let far = try XCTUnwrap(world.withLock { $0.last })
        let refreshed = try await offline.mirror.apply(far)

        XCTAssertEqual([one.changes, again.changes, refreshed.changes], [1, 0, 2])
        let cards = try await offline.mirror.postcards()
        XCTAssertEqual(cards.count, 3)
    }

    func testALargeFileIsNotWrittenForEachChangeThatIsHeard() async throws {
        world.withLock { world in for _ in 0..<600 { world.receiveCard() } }
        let offline = client().offline(in: folder)
        try await offline.mirror.refresh()
        let file = folder.folder("mirror")
        let name = try XCTUnwrap(file.names().first)
        func hear() async throws -> Data? {
            world.withLock { $0.receiveCard() }
            try await offline.mirror.apply(try XCTUnwrap(world.withLock { $0.last }))
            return try file.read(name)
        }
        let before = try file.read(name)
        let soon = try await hear()
        timekeeper.advance(seconds: 31)
        let late = try await hear()
        let relaunched = client().offline(in: folder)
        try await relaunched.mirror.refresh()

        XCTAssertEqual(soon, before)
        XCTAssertNotEqual(late, before)
        let cards = try await relaunched.mirror.postcards()
        XCTAssertEqual(cards.count, 602)
    }

    func testEachUserHasAMirrorOfTheirOwn() async throws {
        let tokens = MemoryTokenStore(.number(1, of: WorldServer.me))
        let offline = client(tokens: tokens).offline(in: folder)
        world.withLock { $0.receiveCard() }
        try await offline.mirror.refresh()
        try tokens.save(.number(2, of: "somebody else"))
        let theirs = try await offline.mirror.postcards()
        try tokens.clear()
        let nobodys = await outcome { try await offline.mirror.postcards() }
        try tokens.save(.number(3, of: WorldServer.me))
        let mine = try await offline.mirror.postcards()

        XCTAssertEqual(theirs, [])
        XCTAssertEqual(nobodys.error?.kind, .signInRequired)
        XCTAssertEqual(mine.count, 1)
        try await offline.mirror.reset()
        let reset = try await offline.mirror.postcards()
        XCTAssertEqual(reset, [])
    }

    func testRefreshesAtOnceEndWithTheSameMirror() async throws {
        world.withLock { world in for _ in 0..<20 { world.receiveCard() } }
        let offline = client().offline(in: folder)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<5 { group.addTask { _ = try? await offline.mirror.refresh() } }
        }
        let cards = try await offline.mirror.postcards()
        XCTAssertEqual(cards.count, 20)
    }

    func testWhoLooksIsTold() async throws {
        let offline = client().offline(in: folder)
        let mirror = await offline.mirror.updates()
        let outbox = await offline.outbox.updates()
        world.withLock { $0.receiveCard() }
        try await offline.mirror.refresh()
        try await offline.outbox.send(.card("Ciao"))
        for await _ in mirror { break }
        for await _ in outbox { break }
    }
}
