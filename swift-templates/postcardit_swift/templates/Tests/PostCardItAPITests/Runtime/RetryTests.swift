import Foundation
import PostCardItTestSupport
import XCTest

@testable import PostCardItAPI

final class RetryTests: XCTestCase {
    func testPausesHaveFullJitterWithinTheirBounds() {
        let policy = RetryPolicy(attempts: 100, patience: .infinity)
        let random = SeededRandomSource(seed: 3)
        var error = PostCardItError(.refused)
        error.status = 503
        for attempt in 1...10 {
            let bound = policy.bound(after: attempt)
            XCTAssertEqual(bound, min(8, 0.5 * pow(2, Double(attempt - 1))))
            let pauses = (0..<200).compactMap { _ in
                policy.pause(after: error, attempt: attempt, elapsed: 0, isRepeatable: true, random: random)
            }
            XCTAssertEqual(pauses.count, 200)
            XCTAssertTrue(pauses.allSatisfy { (0..<bound).contains($0) })
            XCTAssertLessThan(pauses.min() ?? 1, bound * 0.1)
            XCTAssertGreaterThan(pauses.max() ?? 0, bound * 0.9)
        }
    }

    func testTheSameSeedGivesTheSamePauses() async throws {
        var pauses: [[TimeInterval]] = []
        for _ in 0..<2 {
            let bench = Bench(FakeTransport(.problem(503, "unavailable")), seed: 11)
            _ = await outcome { try await bench.call(try Calls.read()) }
            pauses.append(bench.timekeeper.pauses)
        }
        XCTAssertEqual(pauses[0], pauses[1])
        XCTAssertEqual(pauses[0].count, 2)
    }

    func testRetryAfterIsFollowedInSecondsAndAsADate() async throws {
        let date = "Sun, 06 Nov 1994 08:49:37 GMT"
        let now = try XCTUnwrap(RFC3339.date(from: "1994-11-06T08:49:30Z"))
        for (text, seconds) in [("2", 2.0), (date, 7.0)] {
            let limited = HTTPResponse.problem(429, "rate_limited", headers: ["Retry-After": text])
            let bench = Bench(FakeTransport(limited, .ok), timekeeper: FakeTimekeeper(now))
            let answer = try await bench.call(try Calls.read())
            XCTAssertEqual(answer, "ok")
            XCTAssertEqual(bench.timekeeper.pauses, [seconds])
        }
    }

    func testALongRetryAfterIsTheCallersToWaitFor() async throws {
        let transport = FakeTransport(.problem(429, "rate_limited", headers: ["Retry-After": "61"]))
        let bench = Bench(transport)

        let answer = await outcome { try await bench.call(try Calls.read()) }

        XCTAssertEqual(answer.error?.retryAfter, 61)
        XCTAssertEqual(transport.requests.count, 1)
    }

    func testAPostIsRepeatedOnlyWithItsKeyWhichIsTheSameEachTime() async throws {
        let transport = FakeTransport(.problem(500, "internal"), .problem(502, "x"), .made)
        let answer = try await Bench(transport).call(try Calls.create())
        XCTAssertEqual(answer, "made")
        XCTAssertEqual(transport.requests.count, 3)
        XCTAssertEqual(Set(transport.requests.map { $0.headers["Idempotency-Key"] }).count, 1)
        XCTAssertEqual(transport.requests[0].headers["Idempotency-Key"]?.count, 36)
        XCTAssertEqual(Set(transport.requests.map(\.body)).count, 1)

        let without = FakeTransport(.problem(500, "internal"), .made)
        let refused = await outcome { try await Bench(without).call(try Calls.create(takesKey: false)) }
        XCTAssertEqual(refused.error?.status, 500)
        XCTAssertEqual(without.requests.count, 1)
    }

    func testAKeyThatWasGivenOutlivesARelaunch() async throws {
        let before = FakeTransport { (_) async throws(TransportFailure) in
            throw TransportFailure(.connection, mayHaveArrived: true)
        }
        _ = await outcome { try await Bench(before).call(try Calls.create(key: "kept")) }
        let after = FakeTransport(.made)
        _ = try await Bench(after).call(try Calls.create(key: "kept"))

        XCTAssertEqual(Set((before.requests + after.requests).map { $0.headers["Idempotency-Key"] }), ["kept"])
        XCTAssertEqual(before.requests.count, 3)
    }

    func testWhatNeverLeftIsRepeatedWhateverItIs() async throws {
        let first = Locked(true)
        let transport = FakeTransport { (_) async throws(TransportFailure) in
            if first.withLock({ let was = $0; $0 = false; return was }) { throw TransportFailure(.offline) }
            return .made
        }
        let answer = try await Bench(transport).call(try Calls.create(takesKey: false))
        XCTAssertEqual(answer, "made")
    }

    func testWhatCannotHelpIsNotRepeated() async throws {
        for status in [400, 403, 404, 409, 422, 501] {
            let transport = FakeTransport(.problem(status, "no"))
            let answer = await outcome { try await Bench(transport).call(try Calls.read()) }
            XCTAssertEqual(answer.error?.status, status)
            XCTAssertEqual(transport.requests.count, 1)
        }
        let running = FakeTransport(.problem(409, "idempotency_in_progress", headers: ["Retry-After": "1"]), .made)
        let answer = try await Bench(running).call(try Calls.create())
        XCTAssertEqual(answer, "made")
    }

    func testAttemptsEndWithThePatience() async throws {
        let timekeeper = FakeTimekeeper()
        let transport = FakeTransport { (_) async throws(TransportFailure) in
            timekeeper.advance(seconds: 50)
            return .problem(503, "unavailable")
        }
        let bench = Bench(transport, timekeeper: timekeeper)

        _ = await outcome { try await bench.call(try Calls.read()) }

        XCTAssertEqual(transport.requests.count, 2)
    }

    func testCancellingLeavesABackoffAtOnce() async throws {
        let asked = Gate()
        let transport = FakeTransport { (_) async throws(TransportFailure) in
            asked.open()
            return .problem(503, "unavailable", headers: ["Retry-After": "59"])
        }
        let pipeline = Pipeline(
            server: URL(string: "https://example.com")!, configuration: Configuration(), transport: transport,
            timekeeper: SystemTimekeeper(), random: SystemRandomSource())
        let session = Session(store: MemoryTokenStore(.number(1)), timekeeper: SystemTimekeeper(), refresher: nil)
        let request = try Calls.read()
        let start = Date()
        let call = Task { await outcome { try await pipeline.response(to: request, session).value } }
        await asked.wait()
        call.cancel()

        let answer = await call.value

        XCTAssertEqual(answer.error?.kind, .cancelled)
        XCTAssertLessThan(Date().timeIntervalSince(start), 50)
        XCTAssertEqual(transport.requests.count, 1)
    }
}
