import Foundation
import PostCardItTestSupport
import XCTest

@testable import PostCardItAPI

final class SyncMirrorTests: XCTestCase {
    private let now = Date(timeIntervalSince1970: 1_795_449_180)

    /// A mirror and all that is on its way to it.
    private struct Walk {
        var server = WorldServer()
        var mirror = MirrorState(userID: WorldServer.me)
        var pages: [(asked: MirrorState.Position, page: SyncPage?)] = []
        var puts: [Postcard] = []
        var events: [ChangeEvent] = []
        let random: SeededRandomSource
        let now = Date(timeIntervalSince1970: 1_795_449_180)

        mutating func step() throws {
            let pick = random.next()
            switch random.next() % 16 {
            case 0, 1: puts.append(server.sendCard())
            case 2: server.receiveCard()
            case 3: if let card = server.changeCard(pick) { puts.append(card) }
            case 4, 5: server.deleteCard(pick)
            case 6: server.befriend()
            case 7: server.unfriend(pick)
            case 8: if pick % 4 == 0 { server.rename() }
            case 9: if pick % 8 == 0 { server.forget() }
            case 10, 11: pages.append((mirror.position, server.page(mirror.position.cursor, limit: Int(pick % 4) + 1)))
            case 12, 13: deliver(pick)
            case 14: if !puts.isEmpty { mirror.put(puts.remove(at: Int(pick % UInt64(puts.count)))) }
            default:
                if let event = server.last { events.append(event) }
                if let event = events.first, let change = event.change {
                    _ = mirror.take(next: change, cursor: event.cursor)
                    if pick % 3 > 0 { events.removeFirst() }
                }
            }
            if pick % 32 == 0 { mirror = try WireJSON.decode(from: WireJSON.encode(mirror.kept)) }  // a relaunch
        }

        /// Answers come in any order, or never.
        private mutating func deliver(_ pick: UInt64) {
            guard !pages.isEmpty else { return }
            let (asked, page) = pages.remove(at: Int(pick % UInt64(pages.count)))
            guard pick % 5 > 0 else { return }
            if let page { _ = mirror.take(page, asked: asked, now: now) } else { mirror.expire(asked) }
        }

        /// Refreshes as an app does, until nothing is left.
        mutating func refresh() {
            while true {
                let asked = mirror.position
                guard let page = server.page(asked.cursor, limit: 3) else {
                    mirror.expire(asked)
                    continue
                }
                if let taken = mirror.take(page, asked: asked, now: now), taken.isAll { return }
            }
        }
    }

    func testAThousandRandomInterleavingsConverge() throws {
        var cards = 0
        for seed in 0..<1_000 {
            var walk = Walk(random: SeededRandomSource(seed: UInt64(seed)))
            for _ in 0..<60 { try walk.step() }
            for card in walk.puts { walk.mirror.put(card) }

            walk.refresh()

            let shown = walk.mirror.shown
            let wrong = Set(shown.postcards.keys).union(walk.server.cards.keys).sorted()
                .filter { shown.postcards[$0]?.card != walk.server.cards[$0] }
            XCTAssertEqual(wrong, [], "seed \(seed)")
            XCTAssertTrue(shown.friendships == walk.server.friendships, "seed \(seed)")
            XCTAssertTrue(shown.me == walk.server.user, "seed \(seed)")
            cards += shown.postcards.count
        }
        XCTAssertGreaterThan(cards, 1_000)
    }

    func testUntilASnapshotIsWholeWhatWasThereIsShown() {
        var server = WorldServer()
        for _ in 0..<5 { server.receiveCard() }
        var mirror = MirrorState(userID: WorldServer.me)
        while let page = server.page(mirror.position.cursor, limit: 50) {
            if mirror.take(page, asked: mirror.position, now: now)?.isAll ?? false { break }
        }
        server.receiveCard()
        server.forget()
        mirror.expire(mirror.position)
        XCTAssertFalse(mirror.isComplete)

        let first = server.page(nil, limit: 2)
        _ = first.map { mirror.take($0, asked: mirror.position, now: now) }
        XCTAssertEqual(mirror.shown.postcards.count, 5)
        var gaps = 0
        while let page = server.page(mirror.position.cursor, limit: 2) {
            guard let taken = mirror.take(page, asked: mirror.position, now: now) else { continue }
            if taken.hadGap { gaps += 1 }
            if taken.isAll { break }
        }
        XCTAssertEqual(mirror.shown.postcards.count, 6)
        XCTAssertEqual(gaps, 1)
    }

    func testACardThatArrivesDuringASnapshotStaysAndGoesIfTheFeedNeverTellsOfIt() {
        var server = WorldServer()
        for _ in 0..<5 { server.receiveCard() }
        var mirror = MirrorState(userID: WorldServer.me)
        _ = server.page(nil, limit: 2).map { mirror.take($0, asked: mirror.position, now: now) }
        mirror.put(server.sendCard())
        var ghost = WorldServer()
        for _ in 0..<30 { ghost.receiveCard() }
        let gone = ghost.sendCard()
        mirror.put(gone)
        var shown: [Int] = []
        while let page = server.page(mirror.position.cursor, limit: 50) {
            guard let taken = mirror.take(page, asked: mirror.position, now: now) else { continue }
            shown.append(mirror.shown.postcards.count)
            if taken.isAll { break }
        }
        XCTAssertEqual(shown, [2, 7, 6], "while it is not whole, what was there; then with both; then without the ghost")
        XCTAssertEqual(Set(mirror.shown.postcards.keys), Set(server.cards.keys))
    }

    func testTheHighestNumberThereIsCanBeHeardTwice() {
        var mirror = MirrorState(userID: "me")
        let last = Change(seq: .max, type: .postcardDeleted, id: "x", occurredAt: now)
        let page = SyncPage(changes: [last], nextCursor: "c", hasMore: false)
        _ = mirror.take(page, asked: mirror.position, now: now)

        XCTAssertEqual(mirror.take(next: last, cursor: "d")?.changes, 0)
    }

    func testAChangeOfATypeThatIsNotKnownChangesNothing() throws {
        var shelf = MirrorShelf()
        shelf.take(Change(seq: 1, type: .postcardChanged, id: "x", occurredAt: now, data: .postcard(.preview)), of: "me", asked: 0)
        let before = shelf
        shelf.take(Change(seq: 2, type: ChangeType(rawValue: "balloon.launched"), id: "x", occurredAt: now), of: "me", asked: 0)
        XCTAssertEqual(shelf, before)
        shelf.take(Change(seq: 3, type: .postcardDeleted, id: Postcard.preview.postcardID, occurredAt: now), of: "me", asked: 0)
        XCTAssertTrue(shelf.postcards.isEmpty)
    }
}
