import Foundation
import PostCardItTestSupport
import XCTest

@testable import PostCardItAPI

final class OutboxTurnTests: XCTestCase {
    private let folder = temporaryFolder()

    override func tearDown() { try? FileManager.default.removeItem(at: folder.url) }

    func testWhoeverIsCancelledWaitsForNoOtherFlushAndTheNextOneHasItsTurn() async throws {
        let outbox = PostOffice().client().offline(in: folder).outbox
        try await outbox.enter()
        let first = Task { try await outbox.flush() }
        for _ in 0..<100 { await Task.yield() }
        let second = Task { try await outbox.flush() }
        for _ in 0..<100 { await Task.yield() }

        first.cancel()

        let cancelled = await first.result
        XCTAssertEqual((cancelled.error as? PostCardItError)?.kind, .cancelled)
        await outbox.leave()
        let flushed = try await second.value
        XCTAssertEqual(flushed.left, 0)
        try await outbox.enter()
        await outbox.leave()
    }

    func testAValueThatComesTwiceCountsOnceAndOneThatNeverComesEndsWithItsTask() async {
        let twice = Once<Int>()
        let answers = [twice.settle(1), twice.settle(2)]
        let value = await twice.value(orCancelled: 0)
        XCTAssertEqual(answers, [true, false])
        XCTAssertEqual(value, 1)

        let never = Once<Int>()
        let waiting = Task { await never.value(orCancelled: -1) }
        waiting.cancel()
        let ended = await waiting.value
        XCTAssertEqual(ended, -1)
    }
}
