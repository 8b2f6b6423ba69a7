import Foundation
import PostCardItTestSupport
import XCTest

@testable import PostCardItAPI

final class SessionTests: XCTestCase {
    /// A server that takes one token only, and the trades that were asked of it.
    private final class Server: Sendable {
        let good = Locked("access-2")
        let trades = Locked(0)

        var transport: FakeTransport {
            FakeTransport { (request) async throws(TransportFailure) in
                await Task.yield()
                let isGood = request.headers["Authorization"] == "Bearer \(self.good.withLock { $0 })"
                return isGood ? .ok : .problem(401, "unauthenticated")
            }
        }

        func refresher(_ result: Result<StoredTokens, PostCardItError> = .success(.number(2))) -> TokenRefresher {
            { (_) async throws(PostCardItError) in
                self.trades.withLock { $0 += 1 }
                for _ in 0..<50 { await Task.yield() }
                return try result.get()
            }
        }
    }

    func testAHundredCallsOnAnExpiredTokenMakeOneRefresh() async throws {
        let server = Server()
        let bench = Bench(server.transport, refresher: server.refresher())
        let request = try Calls.read()

        let answers = await withTaskGroup(of: Result<String, PostCardItError>.self) { group in
            for _ in 0..<100 { group.addTask { await outcome { try await bench.call(request) } } }
            return await group.reduce(into: []) { $0.append($1) }
        }

        XCTAssertEqual(answers.filter { (try? $0.get()) == "ok" }.count, 100)
        XCTAssertEqual(server.trades.withLock { $0 }, 1)
        XCTAssertEqual(try bench.store.load(), .number(2))
    }

    func testALate401ForAnOldTokenMakesNoRefresh() async throws {
        let server = Server()
        let bench = Bench(server.transport, tokens: .number(2), refresher: server.refresher())

        let tokens = try await bench.session.renewed(after: .number(1))

        XCTAssertEqual(tokens?.accessToken, "access-2")
        XCTAssertEqual(server.trades.withLock { $0 }, 0)
    }

    func testARefreshThatTheServerEndsIsOneErrorForAllAndOneEventThatSaysWhy() async throws {
        let server = Server()
        var ended = PostCardItError(.sessionEnded)
        ended.endReason = .reused
        let bench = Bench(server.transport, refresher: server.refresher(.failure(ended)))
        let events = await bench.session.events()
        let request = try Calls.read()

        let answers = await withTaskGroup(of: Result<String, PostCardItError>.self) { group in
            for _ in 0..<100 { group.addTask { await outcome { try await bench.call(request) } } }
            return await group.reduce(into: []) { $0.append($1) }
        }

        XCTAssertEqual(answers.compactMap(\.error).count, 100)
        XCTAssertEqual(Set(answers.map(\.error?.kind)), [.sessionEnded])
        XCTAssertEqual(Set(answers.map(\.error?.endReason)), [.reused])
        XCTAssertEqual(server.trades.withLock { $0 }, 1)
        XCTAssertNil(try bench.store.load())
        try await bench.session.signIn(.number(9))
        var heard: [SessionEvent] = []
        for await event in events {
            heard.append(event)
            if case .signedIn = event { break }
        }
        XCTAssertEqual(heard, [.signedOut(reason: .reused), .signedIn(userID: "alice")])
    }

    func testNoNetworkKeepsTheTokens() async throws {
        let server = Server()
        let bench = Bench(
            server.transport, retry: .never, refresher: server.refresher(.failure(PostCardItError(.offline))))

        let answer = await outcome { try await bench.call(try Calls.read()) }

        XCTAssertEqual(answer.error?.kind, .offline)
        XCTAssertEqual(try bench.store.load(), .number(1))
    }

    func testSigningOutWhileARefreshIsInFlightStoresNothing() async throws {
        let gate = Gate()
        let bench = Bench(FakeTransport(.ok)) { (_) async throws(PostCardItError) in
            await gate.wait()
            return .number(2)
        }
        async let refreshed = outcome { try await bench.session.renewed(after: .number(1)) }
        await gate.isReached()

        try await bench.session.signOut()
        gate.open()

        let answer = await refreshed
        XCTAssertEqual(answer.error?.kind, .signInRequired)
        XCTAssertNil(try bench.store.load())
    }

    func testSwitchingTheUserWhileARefreshIsInFlightKeepsTheNewUser() async throws {
        let gate = Gate()
        let bench = Bench(FakeTransport(.ok)) { (_) async throws(PostCardItError) in
            await gate.wait()
            return .number(2)
        }
        async let refreshed = outcome { try await bench.session.renewed(after: .number(1)) }
        await gate.isReached()

        try await bench.session.signIn(.number(7, of: "bob"))
        gate.open()

        let answer = await refreshed
        XCTAssertEqual(answer.error?.kind, .signInRequired)
        XCTAssertEqual(try bench.store.load(), .number(7, of: "bob"))
    }

    func testWhoeverIsCancelledWaitsForNoTradeAndTheOthersGetTheirTokens() async throws {
        let (gate, trades) = (Gate(), Locked(0))
        let bench = Bench(FakeTransport(.ok)) { (_) async throws(PostCardItError) in
            trades.withLock { $0 += 1 }
            await gate.wait()
            return .number(2)
        }
        let first = Task { await outcome { try await bench.session.renewed(after: .number(1)) } }
        await gate.isReached()
        let second = Task { await outcome { try await bench.session.renewed(after: .number(1)) } }

        first.cancel()

        let cancelled = await first.value
        XCTAssertEqual(cancelled.error?.kind, .cancelled)
        gate.open()
        let tokens = await second.value
        XCTAssertEqual(try tokens.get(), .number(2))
        XCTAssertEqual(trades.withLock { $0 }, 1)
        XCTAssertEqual(try bench.store.load(), .number(2))
    }

    func testWhoeverIsCancelledDuringAnEarlyTradeSendsNothingAndPutsNobodyOff() async throws {
        let (gate, timekeeper) = (Gate(), FakeTimekeeper())
        let soon = StoredTokens.number(1, expiresAt: timekeeper.now.addingTimeInterval(30))
        let transport = FakeTransport(.ok)
        let bench = Bench(transport, tokens: soon, timekeeper: timekeeper) { (_) async throws(PostCardItError) in
            await gate.wait()
            return .number(2)
        }
        let cancelled = Task { await outcome { try await bench.call(try Calls.read()) } }
        await gate.isReached()

        cancelled.cancel()

        let answer = await cancelled.value
        XCTAssertEqual(answer.error?.kind, .cancelled)
        XCTAssertEqual(transport.requests.count, 0)
        gate.open()
        let tokens = try await bench.session.current()
        XCTAssertEqual(tokens, .number(2), "the trade went on, and nobody rests")
    }

    func testASessionThatCannotBeKeptLeavesTheOneBeforeWithItsTrade() async throws {
        let (gate, store) = (Gate(), LockableStore(.number(1)))
        let bench = Bench(FakeTransport(.ok), store: store) { (_) async throws(PostCardItError) in
            await gate.wait()
            return .number(2)
        }
        let trade = Task { await outcome { try await bench.session.renewed(after: .number(1)) } }
        await gate.isReached()

        store.isLocked.withLock { $0 = true }
        let refused = await outcome { try await bench.session.signIn(.number(7, of: "bob")) }
        store.isLocked.withLock { $0 = false }
        gate.open()

        XCTAssertEqual(refused.error?.kind, .storageFailed)
        let tokens = await trade.value
        XCTAssertEqual(try tokens.get(), .number(2), "what was traded is not lost")
        XCTAssertEqual(try store.load(), .number(2))
    }

    func testSigningOutWaitsForTheServerAShortTimeOnly() async throws {
        let transport = FakeTransport(HTTPResponse(status: 204))
        let client = PostCardItClient(
            server: URL(string: "https://example.com")!, tokens: MemoryTokenStore(.number(1)), transport: transport)

        try await client.signOut()

        XCTAssertEqual(transport.requests.map(\.url.lastPathComponent), ["logout"])
        XCTAssertLessThanOrEqual(transport.requests.first?.deadline ?? .infinity, 5)
    }

    func testTokensThatCouldNotBeSavedAreUsedAndSavedLater() async throws {
        let store = LockableStore(.number(1))
        let bench = Bench(FakeTransport(.ok), store: store) { (_) async throws(PostCardItError) in
            store.isLocked.withLock { $0 = true }
            return .number(2)
        }

        let fresh = try await bench.session.renewed(after: .number(1))
        let meanwhile = try await bench.session.current()
        store.isLocked.withLock { $0 = false }
        _ = try await bench.session.current()

        XCTAssertEqual([fresh, meanwhile], [.number(2), .number(2)])
        XCTAssertEqual(try store.load(), .number(2))
    }

    func testTokensThatAnotherProcessTradedMeanwhileAreTakenOver() async throws {
        var over = PostCardItError(.sessionEnded)
        over.endReason = .reused
        for result in [Result<StoredTokens, PostCardItError>.success(.number(2)), .failure(over)] {
            let store = MemoryTokenStore(.number(1))
            let bench = Bench(FakeTransport(.ok), store: store) { (_) async throws(PostCardItError) in
                try store.save(.number(5))
                return try result.get()
            }
            let tokens = try await bench.session.renewed(after: .number(1))
            XCTAssertEqual(tokens, .number(5))
            XCTAssertEqual(try store.load(), .number(5))
        }
    }

    func testTheSessionOfAnotherUserIsNotKept() async throws {
        let bench = Bench(FakeTransport(.ok)) { (_) async throws(PostCardItError) in .number(2, of: "mallory") }

        let answer = await outcome { try await bench.session.renewed(after: .number(1)) }

        XCTAssertEqual(answer.error?.kind, .unreadableAnswer)
        XCTAssertEqual(try bench.store.load(), .number(1))
    }

    func testATokenNearItsEndIsTradedBeforeTheCall() async throws {
        let timekeeper = FakeTimekeeper()
        let server = Server()
        let soon = StoredTokens.number(1, expiresAt: timekeeper.now.addingTimeInterval(30))
        let transport = server.transport
        let bench = Bench(transport, tokens: soon, timekeeper: timekeeper, refresher: server.refresher())

        let answer = try await bench.call(try Calls.read())

        XCTAssertEqual(answer, "ok")
        XCTAssertEqual(transport.requests.count, 1)
    }

    func testAnEarlyTradeThatFailsCostsNobodyACall() async throws {
        let timekeeper = FakeTimekeeper()
        let server = Server()
        server.good.withLock { $0 = "access-1" }
        let soon = StoredTokens.number(1, expiresAt: timekeeper.now.addingTimeInterval(30))
        let bench = Bench(
            server.transport, tokens: soon, timekeeper: timekeeper,
            refresher: server.refresher(.failure(PostCardItError(.timedOut))))

        let answer = try await bench.call(try Calls.read())

        XCTAssertEqual(answer, "ok")
        XCTAssertEqual(try bench.store.load(), soon)
        _ = try await bench.call(try Calls.read())
        XCTAssertEqual(server.trades.withLock { $0 }, 1, "nobody tries again at once")
        timekeeper.advance(seconds: 11)
        _ = try await bench.call(try Calls.read())
        XCTAssertEqual(server.trades.withLock { $0 }, 2)
    }

    func testNoCallGoesOnInAnotherUsersName() async throws {
        for (status, code) in [(503, "unavailable"), (401, "unauthenticated")] {
            let session = Locked<Session?>(nil)
            let transport = FakeTransport { (request) async throws(TransportFailure) in
                guard request.headers["Authorization"] == "Bearer access-1" else { return .made }
                try? await session.withLock { $0 }?.signIn(.number(7, of: "bob"))
                return .problem(status, code)
            }
            let bench = Bench(transport) { (_) async throws(PostCardItError) in .number(2) }
            session.withLock { $0 = bench.session }

            let answer = await outcome { try await bench.call(try Calls.create()) }

            XCTAssertEqual(answer.error?.kind, .signInRequired)
            XCTAssertEqual(transport.requests.count, 1)
        }
    }

    func testARefusedTokenThatCannotBeTradedIsTheServersWord() async throws {
        let bench = Bench(FakeTransport(.problem(401, "unauthenticated")))

        let answer = await outcome { try await bench.call(try Calls.read()) }

        XCTAssertEqual(answer.error?.status, 401)
        XCTAssertEqual(try bench.store.load(), .number(1))
    }

    func testWithoutASessionNothingIsSent() async throws {
        let transport = FakeTransport(.ok)
        let bench = Bench(transport, tokens: nil)

        let refused = await outcome { try await bench.call(try Calls.read()) }
        let open = await outcome { try await bench.call(try Calls.read(isPublic: true)) }

        XCTAssertEqual(refused.error?.kind, .signInRequired)
        XCTAssertEqual(try open.get(), "ok")
        XCTAssertEqual(transport.requests.map { $0.headers["Authorization"] }, [nil])
    }
}

/// A place where a task waits until it is let through.
final class Gate: Sendable {
    private let reached = AsyncStream<Void>.makeStream()
    private let opened = AsyncStream<Void>.makeStream()

    func wait() async {
        reached.continuation.finish()
        for await _ in opened.stream {}
    }

    func isReached() async { for await _ in reached.stream {} }
    func open() { opened.continuation.finish() }
}

/// A store that can be locked, as a keychain is before the first unlock.
final class LockableStore: TokenStore {
    let isLocked = Locked(false)
    private let inner: MemoryTokenStore

    init(_ tokens: StoredTokens) { inner = MemoryTokenStore(tokens) }

    func load() throws(PostCardItError) -> StoredTokens? { try inner.load() }
    func clear() throws(PostCardItError) { try inner.clear() }
    func save(_ tokens: StoredTokens) throws(PostCardItError) {
        if isLocked.withLock({ $0 }) { throw PostCardItError(.storageFailed) }
        try inner.save(tokens)
    }
}
