import Foundation
import PostCardItAPI
import PostCardItTestSupport
import XCTest

@testable import PostCardItUI

@MainActor
final class ComposeModelTests: XCTestCase {
    private func model(
        _ service: any PostCardItService, _ photos: FakePhotos = FakePhotos(), outbox: Outbox? = nil
    ) -> ComposeModel {
        let model = ComposeModel(
            service: service, photos: photos, outbox: outbox, preparer: FakePreparer(), random: SeededRandomSource(seed: 3))
        model.card = SendPostcard(message: "Ciao", recipientUsername: "bob")
        return model
    }

    func testTheContractSaysWhatIsWrongBeforeAnythingIsSent() async {
        let service = MockPostCardItService()
        let model = model(service)
        model.card = SendPostcard(message: String(repeating: "x", count: 501))

        XCTAssertEqual(model.problems.map(\.pointer), ["/message", "/recipientId"])
        XCTAssertEqual(model.problems.map(\.code), ["too_long", "required"])
        await model.send()
        XCTAssertEqual(service.calls, [])
    }

    func testThePhotoIsSentFirstAndTheCardNamesIt() async throws {
        let (service, photos) = (MockPostCardItService(), FakePhotos())
        let model = model(service, photos)
        let bodies = Locked([Data?]())
        service.answer(.sendPostcard, Postcard.self) { (request: APIRequest<Postcard>) in
            bodies.withLock { $0.append(request.body) }
            return .preview
        }

        await model.choose(photo: Data("photo".utf8))
        await model.send()

        XCTAssertEqual(model.phase, .sent(.preview))
        XCTAssertEqual(photos.sent.withLock { $0.map(\.photo.data) }, [Data("photo".utf8)])
        let body = try XCTUnwrap(bodies.withLock { $0.first } ?? nil)
        XCTAssertEqual(try WireJSON.decode(SendPostcard.self, from: body).uploadID, Upload.preview.uploadID)
    }

    func testTryingAgainSendsTheSameCardUnderTheSameKeyAndThePhotoOnce() async {
        let (service, photos) = (MockPostCardItService(), FakePhotos())
        let model = model(service, photos)
        let keys = Locked([String?]())
        service.answer(.sendPostcard, Postcard.self) { (request: APIRequest<Postcard>) in
            keys.withLock { $0.append(request.idempotencyKey) }
            throw PostCardItError(.timedOut)
        }
        await model.choose(photo: Data("photo".utf8))

        await model.send()
        XCTAssertEqual(model.phase, .failed(PostCardItError(.timedOut)))
        await model.send()
        model.card.message = "Another one"
        await model.send()

        let said = keys.withLock { $0 }
        XCTAssertEqual(said.count, 3)
        XCTAssertNotNil(said[0])
        XCTAssertEqual(said[0], said[1])
        XCTAssertNotEqual(said[1], said[2])
        XCTAssertEqual(photos.sent.withLock { $0.count }, 1)
    }

    func testWithoutANetworkACardWaitsInTheOutbox() async throws {
        let folder = LocalFolder(FileManager.default.temporaryDirectory.appendingPathComponent(SystemRandomSource().uuid()))
        defer { try? FileManager.default.removeItem(at: folder.url) }
        let client = PostCardItClient(
            server: try XCTUnwrap(URL(string: "https://example.com")),
            tokens: MemoryTokenStore(StoredTokens(accessToken: "a", userID: "alice")),
            configuration: Configuration(retry: .never),
            transport: FakeTransport { (_) async throws(TransportFailure) in throw TransportFailure(.offline) })
        let outbox = client.offline(in: folder).outbox
        let model = model(client, outbox: outbox)

        await model.send()

        XCTAssertEqual(model.phase, .queued)
        let waiting = try await outbox.items()
        XCTAssertEqual(waiting.map(\.body), [.postcard(model.card)])
        model.startOver()
        XCTAssertEqual(model.card.message, "")
    }

    func testWhatBecameOfACardIsNotShownOnTheNextOne() async {
        let (service, gate) = (MockPostCardItService(), Gate())
        let model = model(service)
        service.answer(.sendPostcard, Postcard.self) { (_: APIRequest<Postcard>) in
            await gate.pass()
            return .preview
        }

        async let sending: Void = model.send()
        await gate.arrival()
        XCTAssertEqual(model.phase, .sending)
        XCTAssertFalse(model.canSend)
        model.startOver()
        await gate.open()
        await sending

        XCTAssertEqual(model.phase, .writing)
    }

    func testAPhotoThatIsNoneIsRefusedAndTheCardStays() async {
        let model = model(MockPostCardItService())

        await model.choose(photo: Data())

        guard case .failed(let error) = model.phase else { return XCTFail("\(model.phase)") }
        XCTAssertEqual(error.code?.rawValue, "image_unreadable")
        XCTAssertTrue(model.canSend)
        XCTAssertEqual(model.card.message, "Ciao")
    }
}
