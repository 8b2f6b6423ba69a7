import Foundation
import PostCardItTestSupport
import XCTest

@testable import PostCardItAPI

final class OutboxKillTests: XCTestCase {
    /// A process that dies at a certain step: from then on it neither reaches the disk nor the network.
    private final class Life: Sendable {
        private let left: Locked<Int>
        private let taken = Locked([String]())
        init(steps: Int) { left = Locked(steps) }
        var isOver: Bool { left.withLock { $0 <= 0 } }
        var steps: [String] { taken.withLock { $0 } }

        /// One step. False once it is dead.
        func lives(_ name: String) -> Bool {
            taken.withLock { $0.append(name) }
            return left.withLock { left in
                left -= 1
                return left > 0
            }
        }
    }

    private let root = temporaryFolder()

    override func tearDown() { try? FileManager.default.removeItem(at: root.url) }

    private func outbox(_ folder: LocalFolder, _ office: PostOffice, _ life: Life) -> Outbox {
        let client = PostCardItClient(
            server: URL(string: "https://example.com")!, tokens: MemoryTokenStore(.number(1)),
            configuration: Configuration(retry: .never), transport: Mortal(office: office, life: life), timekeeper: FakeTimekeeper(),
            random: SystemRandomSource())
        let uploads = client.uploads
        let (session, pipeline) = (client.session, client.pipeline)
        return Outbox(
            OutboxSeams(
                service: client, identity: { () async throws(PostCardItError) in try await session.identity() },
                carry: { (photo, type, key, userID, progress) async throws(PostCardItError) in
                    try await uploads.only(as: userID).carry(photo, contentType: type, key: key, progress: progress).uploadID
                },
                files: { userID in
                    OutboxFiles(folder, userID: userID) { (name) throws(PostCardItError) in
                        if !life.lives(name) { throw PostCardItError(.storageFailed) }
                    }
                },
                arrived: { (_, _) async throws(PostCardItError) in
                    if !life.lives("mirror") { throw PostCardItError(.storageFailed) }
                },
                timekeeper: pipeline.timekeeper, random: pipeline.random))
    }

    /// A road that ends with its process: before a request leaves, or before its answer is here.
    private struct Mortal: Transport {
        let office: PostOffice
        let life: Life

        func send(
            _ request: HTTPRequest, progress: (@Sendable (TransferProgress) -> Void)?
        ) async throws(TransportFailure) -> HTTPResponse {
            guard life.lives("leave \(request.url.lastPathComponent)") else { throw TransportFailure(.connection, mayHaveArrived: true) }
            let answer = try await office.send(request, progress: progress)
            guard life.lives("hear \(request.url.lastPathComponent)") else { throw TransportFailure(.connection, mayHaveArrived: true) }
            return answer
        }

        func stream(_ request: HTTPRequest) async throws(TransportFailure) -> ByteStream { throw TransportFailure(.offline) }
    }

    private static let photo = Data("a photo".utf8)

    private func queueAll(_ outbox: Outbox) async throws -> Int {
        var queued = 0
        try await outbox.send(.card("one"), photo: Self.photo)
        queued += 1
        try await outbox.requestFriend(RequestFriend(username: "carol"))
        queued += 1
        try await outbox.send(.card("two"))
        queued += 1
        try await outbox.confirmReceipts(ConfirmReceipts(read: ["00000000-0000-7000-8000-000000000001"]))
        try await outbox.updateMe(UpdateUser(bio: .set("Hi")))
        queued += 2
        return queued
    }

    func testKilledAtEveryStepOfAFlushEachMutationHappensExactlyOnce() async throws {
        var kills = 0
        while true {
            let folder = root.folder("flush-\(kills)")
            let office = PostOffice()
            _ = try await queueAll(outbox(folder, office, Life(steps: .max)))
            let life = Life(steps: kills + 1)
            _ = await outcome { try await self.outbox(folder, office, life).flush() }

            let flushed = try await outbox(folder, office, Life(steps: .max)).flush()

            let what = "killed at step \(kills): \(life.steps.last ?? "none")"
            XCTAssertEqual(
                office.done.sorted(),
                ["card one \(SHA256Digest.hex(of: Self.photo).prefix(6))", "card two", "friend carol"], what)
            XCTAssertEqual(office.cards.map { $0.prefix(3) }, ["one", "two"], what)
            XCTAssertEqual(Set(office.state.withLock { $0.profiles }).count, 1, what)
            XCTAssertEqual(office.state.withLock { $0.read.count }, 1, what)
            XCTAssertEqual([flushed.failed, flushed.left], [0, 0], what)
            let files = OutboxFiles(folder, userID: "alice").folder.names()
            XCTAssertEqual(files.filter { $0.hasSuffix(".photo") }, [], what)
            if !life.isOver { break }
            kills += 1
        }
        XCTAssertGreaterThan(kills, 25)
    }

    func testKilledAtEveryStepOfQueueingAnItemIsThereWholeOrNotAtAll() async throws {
        for kill in 0..<30 {
            let folder = root.folder("queue-\(kill)")
            let office = PostOffice()
            let life = Life(steps: kill + 1)
            _ = await outcome { try await self.queueAll(self.outbox(folder, office, life)) }

            let after = outbox(folder, office, Life(steps: .max))
            let items = try await after.items()
            let flushed = try await after.flush()

            XCTAssertEqual(flushed.done, items.count)
            XCTAssertEqual(flushed.failed, 0)
            if items.first?.photo != nil {
                XCTAssertEqual(office.cards.first, "one \(SHA256Digest.hex(of: Self.photo).prefix(6))")
            }
            let names = OutboxFiles(folder, userID: "alice").folder.names()
            XCTAssertEqual(names.filter { $0.hasSuffix(".photo") }, [])
            if !life.isOver { break }
        }
    }

    func testAWriteThatWasCutAtAnyByteChangesNothing() async throws {
        let office = PostOffice()
        let folder = root.folder("cut")
        let outbox = outbox(folder, office, Life(steps: .max))
        let item = try await outbox.send(.card("one"))
        let files = OutboxFiles(folder, userID: "alice")
        var next = item
        next.state = .done
        let bytes = try WireJSON.encode(next)
        for count in 0...bytes.count {
            let name = ".\(item.id).json.\(SystemRandomSource().uuid())"
            try bytes.prefix(count).write(to: files.folder.file(name))
            let items = try await outbox.items()
            XCTAssertEqual(items, [item])
            try files.sweep()
            XCTAssertEqual(files.folder.unfinishedNames(), [])
        }
        try await outbox.flush()
        XCTAssertEqual(office.cards, ["one"])
    }

    func testAFileThatCannotBeReadIsLeftAsItIsAndBlocksNobody() async throws {
        let office = PostOffice()
        let folder = root.folder("damaged")
        let outbox = outbox(folder, office, Life(steps: .max))
        let damaged = try await outbox.send(.card("one"), photo: Self.photo)
        try await outbox.send(.card("two"))
        let files = OutboxFiles(folder, userID: "alice")
        let whole = try XCTUnwrap(files.folder.read("\(damaged.id).json"))
        try files.folder.write(whole.dropLast(1), to: "\(damaged.id).json")

        let flushed = try await outbox.flush()

        XCTAssertEqual([flushed.done, flushed.unreadable], [1, 1])
        try files.folder.write(whole, to: "\(damaged.id).json")
        try await outbox.flush()
        XCTAssertEqual(office.cards.map { $0.prefix(3) }, ["two", "one"])
    }
}
