import PostCardItAPI
import XCTest

@testable import PostCardItUI

final class ShelfTests: XCTestCase {
    private func loaded(_ content: [Int]) -> Shelf<[Int]> {
        var shelf = Shelf<[Int]>()
        shelf.finish(shelf.begin(), .success(content))
        return shelf
    }

    func testWhatWasThereStaysWhileItIsLoadedAgainAndWhenThatFails() {
        var shelf = Shelf<[Int]>()
        XCTAssertEqual(shelf.state, .idle)
        let first = shelf.begin()
        XCTAssertEqual(shelf.state, .loading(previous: nil))
        shelf.finish(first, .success([1]))
        XCTAssertEqual(shelf.state, .loaded([1]))
        let second = shelf.begin()
        XCTAssertEqual(shelf.state, .loading(previous: [1]))
        shelf.finish(second, .failure(PostCardItError(.offline)))
        XCTAssertEqual(shelf.state, .failed(PostCardItError(.offline), previous: [1]))
        XCTAssertEqual(shelf.state.value, [1])
    }

    func testOfTwoLoadsTheLaterOneCounts() {
        var shelf = Shelf<[Int]>()
        let (early, late) = (shelf.begin(), shelf.begin())

        shelf.finish(late, .success([2]))
        shelf.finish(early, .success([1]))

        XCTAssertEqual(shelf.state, .loaded([2]))
    }

    func testALoadThatWasCancelledLeavesAllAsItWas() {
        var shelf = loaded([1])

        shelf.finish(shelf.begin(), .failure(PostCardItError(.cancelled)))

        XCTAssertEqual(shelf.state, .loaded([1]))
    }

    func testTakingAChangeBackLeavesTheOthers() {
        var shelf = loaded([1, 2, 3])
        let first = shelf.change { $0.removeAll { $0 == 1 } }
        let second = shelf.change { $0.removeAll { $0 == 3 } }
        XCTAssertEqual(shelf.shown, [2])

        shelf.settle(second) { $0.removeAll { $0 == 3 } }
        shelf.undo(first)

        XCTAssertEqual(shelf.state, .loaded([1, 2]))
    }

    func testAChangeShowsOnTopOfWhatIsLoadedMeanwhile() {
        var shelf = loaded([1, 2])
        let ticket = shelf.change { $0.removeAll { $0 == 1 } }

        shelf.finish(shelf.begin(), .success([1, 2, 3]))
        XCTAssertEqual(shelf.shown, [2, 3])
        shelf.undo(ticket)

        XCTAssertEqual(shelf.shown, [1, 2, 3])
    }

    func testAChangeThatIsConfirmedDuringALoadIsMadeOnWhatTheLoadBrings() {
        var shelf = loaded([1, 2])
        let load = shelf.begin()
        let ticket = shelf.change { $0.removeAll { $0 == 1 } }

        shelf.settle(ticket) { $0.removeAll { $0 == 1 } }
        shelf.finish(load, .success([1, 2, 3]))

        XCTAssertEqual(shelf.state, .loaded([2, 3]))
    }

    /// However changes, refusals and loads fall together, what is shown in the end is what the server has.
    func testAThousandWalksEndWhereTheServerIs() {
        for seed in 0..<1000 {
            let random = SeededRandomSource(seed: UInt64(seed))
            var server = Set(0..<8)
            var shelf = loaded(server.sorted())
            var pending: [(ticket: Shelf<[Int]>.Ticket?, number: Int)] = []
            var load: (number: Int, seen: [Int])?
            for step in 0..<40 {
                switch random.next() % 4 {
                case 0:
                    let number = Int(random.next() % 8)
                    pending.append((shelf.change { $0.removeAll { $0 == number } }, number))
                case 1 where !pending.isEmpty:
                    let (ticket, number) = pending.remove(at: Int(random.next() % UInt64(pending.count)))
                    server.remove(number)
                    shelf.settle(ticket) { $0.removeAll { $0 == number } }
                case 2 where !pending.isEmpty:
                    shelf.undo(pending.remove(at: Int(random.next() % UInt64(pending.count))).ticket)
                default:
                    if let begun = load {
                        shelf.finish(begun.number, .success(begun.seen))
                        load = nil
                    } else {
                        load = (shelf.begin(), server.sorted())
                    }
                }
                let expected = server.subtracting(pending.map(\.number))
                XCTAssertEqual(Set(shelf.shown ?? []), expected, "seed \(seed), step \(step)")
            }
        }
    }
}
