import PostCardItAPI
import XCTest

final class PagesTests: XCTestCase {
    private struct Numbers: Page {
        let items: [Int]
        let nextCursor: String?
    }

    private func pages(_ all: [String?: Numbers], asked: Locked<[String?]> = Locked([])) -> Pages<Numbers> {
        Pages { (cursor) async throws(PostCardItError) in
            asked.withLock { $0.append(cursor) }
            guard let page = all[cursor] else { throw PostCardItError(.offline) }
            return page
        }
    }

    func testItemsComeFromAllPagesAndPagesWhenTheyAreAskedFor() async throws {
        let asked = Locked<[String?]>([])
        let all = pages(
            [nil: Numbers(items: [1, 2], nextCursor: "a"), "a": Numbers(items: [], nextCursor: "b"),
             "b": Numbers(items: [3], nextCursor: nil)], asked: asked)

        var iterator = all.items.makeAsyncIterator()
        let first = try await iterator.next()
        XCTAssertEqual(first, 1)
        XCTAssertEqual(asked.withLock { $0 }, [nil])
        var rest: [Int] = []
        while let item = try await iterator.next() { rest.append(item) }

        XCTAssertEqual(rest, [2, 3])
        XCTAssertEqual(asked.withLock { $0 }, [nil, "a", "b"])
    }

    func testACursorThatLeadsNowhereEndsTheList() async throws {
        var count = 0
        for try await page in pages([nil: Numbers(items: [1], nextCursor: "a"), "a": Numbers(items: [2], nextCursor: "a")]) {
            count += page.items.count
        }
        XCTAssertEqual(count, 2)
    }

    func testAPageThatFailsIsATypedError() async {
        do {
            for try await _ in pages([:]) {}
            XCTFail("It should have failed.")
        } catch {
            XCTAssertEqual((error as? PostCardItError)?.kind, .offline)
        }
    }
}
