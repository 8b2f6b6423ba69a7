import Foundation
import PostCardItAPI
import PostCardItTestSupport
import XCTest

@testable import PostCardItUI

@MainActor
final class PostcardBoxModelTests: XCTestCase {
    /// Five cards in pages of two.
    private func service() -> MockPostCardItService {
        let service = MockPostCardItService()
        service.answer(.listPostcards, PostcardPage.self) { (request: APIRequest<PostcardPage>) in
            let start = request.query.contains("cursor=4") ? 4 : request.query.contains("cursor=2") ? 2 : 0
            let cards = (start..<min(5, start + 2)).map(Postcard.number)
            return PostcardPage(count: cards.count, postcards: cards, nextCursor: start < 4 ? "\(start + 2)" : nil)
        }
        return service
    }

    func testPagesComeAsTheLastCardShows() async {
        let model = PostcardBoxModel(service: service())
        await model.load()
        XCTAssertEqual(model.postcards.map(\.id), ["card-0", "card-1"])

        await model.loadMore(after: .number(0))
        XCTAssertEqual(model.postcards.count, 2)
        await model.loadMore(after: .number(1))
        await model.loadMore()
        await model.loadMore()

        XCTAssertEqual(model.postcards.map(\.id), (0..<5).map { "card-\($0)" })
        XCTAssertNil(model.state.value?.nextCursor)
    }

    func testAReadCardIsReadAtOnceAndUnreadAgainWhenTheServerRefuses() async {
        let (service, gate) = (service(), Gate())
        let model = PostcardBoxModel(service: service)
        await model.load()
        service.answer(.readPostcard, Postcard.self) { (_: APIRequest<Postcard>) in
            await gate.pass()
            throw PostCardItError.problem(404, .notFound)
        }

        async let isRead = model.markRead(.number(1))
        await gate.arrival()
        XCTAssertEqual(model.postcards[1].status, .read)
        XCTAssertNotNil(model.postcards[1].readAt)
        await gate.open()

        let became = await isRead
        XCTAssertFalse(became)
        XCTAssertEqual(model.postcards, [.number(0), .number(1)])
        XCTAssertEqual(model.failure?.code, .notFound)
    }

    func testAnArchivedCardLeavesAndComesBackToItsPlaceWhenRefused() async {
        let service = service()
        let model = PostcardBoxModel(service: service)
        await model.load()
        service.refuse(.archivePostcard, .problem(503, .unavailable))
        await model.setArchived(true, .number(0))
        XCTAssertEqual(model.postcards.map(\.id), ["card-0", "card-1"])

        service.answer(.archivePostcard, with: Postcard.number(0))
        await model.setArchived(true, .number(0))
        await model.delete(.number(1))

        XCTAssertEqual(model.postcards, [])
        XCTAssertNil(model.failure)
    }

    func testACardOfOnesOwnIsNotMarkedRead() async {
        let service = service()
        let model = PostcardBoxModel(.sent, service: service)
        await model.load()

        await model.markRead(.number(0))

        XCTAssertFalse(service.calls.contains(.readPostcard))
    }

    func testAMirrorShowsWhatWaitsBeforeTheServerAnswers() async throws {
        let folder = LocalFolder(FileManager.default.temporaryDirectory.appendingPathComponent(SystemRandomSource().uuid()))
        defer { try? FileManager.default.removeItem(at: folder.url) }
        let tokens = MemoryTokenStore(StoredTokens(accessToken: "a", userID: "alice"))
        let client = PostCardItClient(
            server: try XCTUnwrap(URL(string: "https://example.com")), tokens: tokens,
            configuration: Configuration(retry: .never),
            transport: FakeTransport { (_) async throws(TransportFailure) in throw TransportFailure(.offline) })
        let offline = client.offline(in: folder)
        try await offline.outbox.send(SendPostcard(message: "Ciao", recipientUsername: "bob"))
        let model = PostcardBoxModel(.sent, client: client, offline: offline)

        await model.load()

        XCTAssertEqual(model.postcards.map(\.message), ["Ciao"])
        XCTAssertEqual(model.postcards.map(\.status), [.queued])
        XCTAssertEqual(model.state.error?.kind, .offline)
        let isDeleted = await model.delete(model.postcards[0])
        let waiting = try await offline.outbox.items()
        XCTAssertTrue(isDeleted)
        XCTAssertEqual(waiting, [])
    }
}
