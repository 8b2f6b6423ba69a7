import Foundation
import PostCardItTestSupport
import XCTest

@testable import PostCardItAPI

final class UploadTests: XCTestCase {
    private func photo(_ count: Int, seed: UInt64 = 1) -> Data {
        let random = SeededRandomSource(seed: seed)
        return Data((0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) })
    }

    func testAnUploadDoesNotTellWhereItsBytesMayBeSent() {
        let upload = Upload.preview(["url": "https://photos.example/1?signature=s3cr3t"])
        var dumped = ""
        dump(upload, to: &dumped)
        for text in ["\(upload)", String(reflecting: upload), dumped] { XCTAssertFalse(text.contains("s3cr3t"), text) }
    }

    func testOnePutSendsTheSignedHeadersAndNoTokenAndProgressRisesToOne() async throws {
        let photo = photo(300_000)
        let server = PhotoServer(total: photo.count)
        let progress = Progress()

        let upload = try await server.client().uploads.send(photo, progress: progress.note)

        XCTAssertEqual(upload.status, .ready)
        XCTAssertEqual(server.methods, ["PUT"])
        XCTAssertEqual(server.state.withLock { $0.arrived }, photo)
        let put = try XCTUnwrap(server.state.withLock { $0.requests.first { $0.method == "PUT" } })
        XCTAssertEqual(put.headers["x-amz-checksum"], "abc")
        XCTAssertEqual(put.headers["Content-Type"], "image/jpeg")
        XCTAssertNil(put.headers["Authorization"])
        XCTAssertEqual(progress.fractions, progress.fractions.sorted())
        XCTAssertEqual(Set(progress.fractions).count, progress.fractions.count)
        XCTAssertEqual(progress.fractions.filter { $0 == 1 }.count, 1)
        let announced = try XCTUnwrap(server.state.withLock { $0.requests.first { $0.method == "POST" } })
        XCTAssertNotNil(announced.headers["Authorization"])
        XCTAssertNotNil(announced.headers["Idempotency-Key"])
    }

    func testAHundredCutsAtAnyByteCostAPartEachAtTheMost() async throws {
        let photo = photo(1_300_000)
        let random = SeededRandomSource(seed: 9)
        let server = PhotoServer(total: photo.count)
        server.state.withLock { state in state.cuts = (0..<100).map { _ in Int(random.next() % 10_000) } }
        let progress = Progress()

        _ = try await server.client(retry: RetryPolicy(attempts: 50, patience: .infinity))
            .uploads.send(photo, progress: progress.note)

        let state = server.state.withLock { $0 }
        XCTAssertTrue(state.cuts.isEmpty)
        XCTAssertEqual(SHA256Digest.hex(of: state.arrived), SHA256Digest.hex(of: photo))
        let patches = state.requests.filter { $0.method == "PATCH" }
        XCTAssertTrue(patches.allSatisfy { if case .data(let data) = $0.body { data.count <= 262_144 } else { false } })
        XCTAssertLessThanOrEqual(state.sent - photo.count - photo.count, 100 * UploadTransfer.partBytes)
        XCTAssertTrue(patches.allSatisfy { $0.headers["Authorization"] == nil })
        XCTAssertEqual(patches.last?.headers["Upload-Complete"], "?1")
        XCTAssertEqual(progress.fractions, progress.fractions.sorted())
        XCTAssertEqual(progress.fractions.last, 1)
    }

    func testProgressSetsTheCountOfAttemptsBack() async throws {
        let photo = photo(900_000)
        let server = PhotoServer(total: photo.count)
        server.state.withLock { $0.cuts = [10, 20, 30, 40, 50, 60, 70, 80] }
        _ = try await server.client(retry: RetryPolicy(attempts: 2)).uploads.send(photo)
        XCTAssertEqual(server.state.withLock { $0.arrived }, photo)

        let stuck = PhotoServer(total: photo.count)
        stuck.state.withLock { $0.cuts = [10, 0, 0, 0] }
        let answer = await outcome { try await stuck.client(retry: RetryPolicy(attempts: 2)).uploads.send(photo) }
        XCTAssertEqual(answer.error?.kind, .connectionFailed)
    }

    func testWhereTheServerDoesNotResumeACutStartsOverWithOnePut() async throws {
        let photo = photo(600_000)
        let server = PhotoServer(total: photo.count, isResumable: false)
        server.state.withLock { ($0.cuts, $0.saidOffset) = ([5_000, 400_000], 5_000) }
        let progress = Progress()

        _ = try await server.client().uploads.send(photo, progress: progress.note)

        XCTAssertEqual(server.methods, ["PUT", "PUT", "PUT"])
        XCTAssertEqual(server.state.withLock { $0.arrived }, photo)
        let puts = server.state.withLock { $0.requests.filter { $0.method == "PUT" } }
        for put in puts {
            XCTAssertEqual(put.headers["x-amz-checksum"], "abc")
            XCTAssertNil(put.headers["Authorization"])
            if case .data(let body) = put.body { XCTAssertEqual(body, photo) } else { XCTFail("no body") }
        }
        XCTAssertEqual(progress.fractions, progress.fractions.sorted())
    }

    func testAPutWhoseAnswerWasLostIsNotSentTwice() async throws {
        let photo = photo(1_000)
        let server = PhotoServer(total: photo.count, isResumable: false)
        server.state.withLock { $0.losesAnswers = 1 }

        let upload = try await server.client().uploads.send(photo)

        XCTAssertEqual(upload.status, .ready)
        XCTAssertEqual(server.methods, ["PUT"])
    }

    func testAServerThatOnlySaysThatItResumesIsSentAllAgain() async throws {
        let photo = photo(600_000)
        let server = PhotoServer(total: photo.count, isResumable: false, isSaidResumable: true)
        server.state.withLock { $0.cuts = [5_000, 400_000] }

        _ = try await server.client().uploads.send(photo)

        XCTAssertEqual(server.methods, ["PUT", "HEAD", "PUT", "PUT"])
        XCTAssertEqual(server.state.withLock { $0.arrived }, photo)
    }

    func testAnExpiredAddressIsSignedAgainOnce() async throws {
        let photo = photo(1_000)
        let server = PhotoServer(total: photo.count)
        server.state.withLock { $0.expiredLinks = [1] }
        _ = try await server.client().uploads.send(photo)
        XCTAssertEqual(server.methods, ["PUT", "PUT"])

        let hopeless = PhotoServer(total: photo.count)
        hopeless.state.withLock { $0.expiredLinks = Set(1...100) }
        let answer = await outcome { try await hopeless.client().uploads.send(photo) }
        XCTAssertEqual(answer.error?.code, .linkExpired)
        XCTAssertEqual(hopeless.methods, ["PUT", "PUT"])
    }

    func testWhatArrivedBeforeIsNotSentAgain() async throws {
        let photo = photo(700_000)
        let server = PhotoServer(total: photo.count)
        server.state.withLock { $0.arrived = photo.prefix(500_000) }

        _ = try await server.client().uploads.send(photo)

        XCTAssertEqual(server.methods, ["PATCH"])
        XCTAssertEqual(server.state.withLock { $0.sent }, 200_000)
        XCTAssertEqual(server.state.withLock { $0.arrived }, photo)
    }

    func testAWrongIdeaOfTheOffsetIsPutRight() async throws {
        let photo = photo(700_000)
        let server = PhotoServer(total: photo.count)
        server.state.withLock { $0.cuts = [100_000] }
        let pipeline = server.client().pipeline
        let stale = Upload.preview([
            "uploadId": "u-1", "status": "pending", "offset": 9, "resumable": true, "url": "https://photos.example/u-1?l=1",
        ])
        server.state.withLock { $0.arrived = photo.prefix(50_000) }
        var transfer = UploadTransfer(
            stale, data: photo, tally: UploadTally(total: photo.count, nil), pipeline: pipeline, transport: server
        ) { () async throws(PostCardItError) in stale }

        _ = try await transfer.run()

        XCTAssertEqual(server.state.withLock { $0.arrived }, photo)
    }

    func testAPhotoThatTheServerRefusesSaysWhy() async throws {
        let photo = photo(1_000)
        let server = PhotoServer(total: photo.count)
        server.state.withLock { ($0.settles, $0.problem) = ("rejected", "image_unreadable") }

        let answer = await outcome { try await server.client().uploads.send(photo) }

        XCTAssertEqual(answer.error?.code, .imageUnreadable)
        XCTAssertEqual(answer.error?.kind, .refused)
    }

    func testCancellingRemovesWhatArrived() async throws {
        let photo = photo(600_000)
        let server = PhotoServer(total: photo.count)
        server.state.withLock { $0.cuts = [1_000] }
        let cancelled = Locked<Task<Void, Never>?>(nil)
        let client = server.client()
        let (begin, go) = AsyncStream<Void>.makeStream()
        let upload = Task {
            for await _ in begin {}
            let answer = await outcome {
                try await client.uploads.send(photo) { _ in cancelled.withLock { $0?.cancel() } }
            }
            XCTAssertEqual(answer.error?.kind, .cancelled)
        }
        cancelled.withLock { $0 = upload }
        go.finish()
        await upload.value

        try await eventually("the upload is removed") {
            server.state.withLock { $0.requests.contains { $0.method == "DELETE" } }
        }
        let last = try XCTUnwrap(server.state.withLock { $0.requests.first { $0.method == "DELETE" } })
        XCTAssertEqual(last.url.path, "/v1/uploads/u-1")
        XCTAssertNotNil(last.headers["Authorization"])
    }

    func testBodiesTravelAsFilesWhereTransfersGoOnInTheBackground() async throws {
        let folder = LocalFolder(FileManager.default.temporaryDirectory.appendingPathComponent(SystemRandomSource().uuid()))
        defer { try? FileManager.default.removeItem(at: folder.url) }
        try folder.write(Data("left".utf8), to: "left")
        let seen = Locked<[Data]>([])
        let files = FakeTransport { (request) async throws(TransportFailure) in
            if case .file(let url) = request.body, let data = try? Data(contentsOf: url) { seen.withLock { $0.append(data) } }
            return .ok
        }
        let transport = FileBodyTransport(files: files, others: FakeTransport(.made), folder: folder)
        XCTAssertEqual(folder.names(), [])
        let url = try XCTUnwrap(URL(string: "https://example.com"))

        let put = try await transport.send(HTTPRequest(method: "PUT", url: url, body: .data(Data("photo".utf8))))
        let head = try await transport.send(HTTPRequest(method: "HEAD", url: url))

        XCTAssertEqual([put.status, head.status], [200, 201])
        XCTAssertEqual(seen.withLock { $0 }, [Data("photo".utf8)])
        XCTAssertEqual(folder.names(), [])
    }

    func testTheDigestIsTheStandards() {
        let known = [
            "": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "abc": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq":
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        ]
        for (text, digest) in known { XCTAssertEqual(SHA256Digest.text(SHA256Digest.digest(of: Data(text.utf8))), digest) }
        let million = Data(repeating: UInt8(ascii: "a"), count: 1_000_000)
        XCTAssertEqual(
            SHA256Digest.text(SHA256Digest.digest(of: million)),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }
}
