import Foundation
import PostCardItTestSupport
import XCTest

@testable import PostCardItAPI

final class OutboxTests: XCTestCase {
    private let folder = temporaryFolder()

    override func tearDown() { try? FileManager.default.removeItem(at: folder.url) }

    private func outbox(_ office: PostOffice, _ tokens: any TokenStore = MemoryTokenStore(.number(1))) -> Outbox {
        office.client(tokens).offline(in: folder).outbox
    }

    func testWhatIsQueuedOutlivesTheAppAndIsSentOnce() async throws {
        let office = PostOffice()
        let photo = Data("a photo".utf8)
        let before = outbox(office)
        let item = try await before.send(.card("one"), photo: photo)
        try await before.requestFriend(RequestFriend(username: "carol"))
        try await before.confirmReceipts(ConfirmReceipts(read: ["00000000-0000-7000-8000-000000000001"]))
        try await before.updateMe(UpdateUser(bio: .clear, fullName: .set("Alice")))

        let after = outbox(office)
        let flushed = try await after.flush()
        let again = try await after.flush()

        XCTAssertEqual([flushed.done, flushed.failed, flushed.left], [4, 0, 0])
        XCTAssertEqual(again.done, 0)
        XCTAssertEqual(office.done, ["card one \(SHA256Digest.hex(of: photo).prefix(6))", "friend carol"])
        let state = office.state.withLock { $0 }
        XCTAssertEqual(state.profiles.map { String(decoding: $0, as: UTF8.self) }, [#"{"bio":null,"fullName":"Alice"}"#])
        XCTAssertEqual(state.read, ["00000000-0000-7000-8000-000000000001"])
        let sent = state.requests.filter { $0.url.lastPathComponent == "postcards" }
        XCTAssertEqual(sent.map { $0.headers["Idempotency-Key"] }, [item.id])
        let waiting = try await after.items()
        let all = try await after.items(all: true)
        XCTAssertEqual(waiting, [])
        XCTAssertEqual(all.map(\.state), [.done, .done, .done, .done])
        XCTAssertNotNil(all[0].resultID)
    }

    func testWithoutANetworkEverythingWaits() async throws {
        let office = PostOffice { (_, _) throws(TransportFailure) in throw TransportFailure(.offline) }
        let outbox = outbox(office)
        try await outbox.send(.card("one"))
        try await outbox.send(.card("two", to: "carol"))

        let flushed = try await outbox.flush()

        XCTAssertEqual([flushed.done, flushed.left], [0, 2])
        XCTAssertEqual(flushed.reason?.code, "offline")
        let items = try await outbox.items()
        XCTAssertEqual(items.map(\.state), [.queued, .queued])
        XCTAssertEqual(items.map(\.mayHaveArrived), [false, false])
    }

    func testOrderIsKeptInEachConversation() async throws {
        let random = SeededRandomSource(seed: 8)
        let office = PostOffice { (_, _) throws(TransportFailure) in
            if random.next() % 3 == 0 { throw TransportFailure(.connection, mayHaveArrived: true) }
            return random.next() % 4 == 0 ? .problem(409, "idempotency_in_progress", headers: ["Retry-After": "1"]) : nil
        }
        let outbox = outbox(office)
        for number in 1...12 { try await outbox.send(.card("\(number)", to: ["bob", "carol", "dave"][number % 3])) }

        for _ in 0..<500 where try await outbox.flush().left > 0 {}

        let cards = office.cards.compactMap(Int.init)
        XCTAssertEqual(cards.sorted(), Array(1...12))
        for person in 0..<3 {
            let theirs = cards.filter { $0 % 3 == person }
            XCTAssertEqual(theirs, theirs.sorted())
        }
    }

    func testAPoisonedItemBlocksNobodyElse() async throws {
        let office = PostOffice()
        let outbox = outbox(office)
        let poison = try await outbox.send(.card("poison"))
        try await outbox.send(.card("behind it"))
        try await outbox.send(.card("beside it", to: "carol"))

        let flushed = try await outbox.flush()

        XCTAssertEqual([flushed.done, flushed.failed, flushed.left], [1, 1, 1])
        XCTAssertEqual(office.cards, ["beside it"])
        let failed = try await outbox.item(poison.id)
        XCTAssertEqual(failed.state, .failed)
        XCTAssertEqual(failed.reason?.code, "not_friends")
        XCTAssertFalse(failed.mayHaveArrived)
    }

    func testWhatFailedIsRetriedEditedOrDropped() async throws {
        let office = PostOffice()
        let outbox = outbox(office)
        let retried = try await outbox.send(.card("poison one"))
        let edited = try await outbox.send(.card("poison two", to: "carol"), photo: Data("old".utf8))
        let dropped = try await outbox.send(.card("poison three", to: "dave"))
        try await outbox.flush()

        let again = try await outbox.retry(retried.id)
        try await outbox.edit(edited.id, .card("healthy", to: "carol"), photo: .set(Data("new".utf8)))
        try await outbox.drop(dropped.id)
        let flushed = try await outbox.flush()

        XCTAssertEqual(again.map(\.state), [.queued])
        XCTAssertEqual([flushed.done, flushed.failed, flushed.left], [1, 1, 0])
        XCTAssertEqual(office.cards, ["healthy \(SHA256Digest.hex(of: Data("new".utf8)).prefix(6))"])
        let left = try await outbox.items()
        XCTAssertEqual(left.map(\.id), [retried.id])
        let unknown = await outcome { try await outbox.drop("nothing") }
        XCTAssertEqual(unknown.error?.code?.rawValue, "unknown_item")
    }

    func testWhatMayHaveArrivedIsNeitherEditedNorDropped() async throws {
        let isBroken = Locked(true)
        let office = PostOffice { (_, isAfter) throws(TransportFailure) in
            if isAfter, isBroken.withLock({ $0 }) { throw TransportFailure(.connection, mayHaveArrived: true) }
            return nil
        }
        let outbox = outbox(office)
        let item = try await outbox.send(.card("one"))
        try await outbox.flush()

        let edit = await outcome { try await outbox.edit(item.id, .card("other")) }
        let drop = await outcome { try await outbox.drop(item.id) }
        isBroken.withLock { $0 = false }
        let flushed = try await outbox.flush()

        XCTAssertEqual(edit.error?.code?.rawValue, "may_have_arrived")
        XCTAssertEqual(drop.error?.code?.rawValue, "may_have_arrived")
        XCTAssertEqual(flushed.done, 1)
        XCTAssertEqual(office.cards, ["one"])
    }

    func testACardWhoseAnswerWasLostKeepsItsUploadAndItsDoubt() async throws {
        let isBroken = Locked(true)
        let office = PostOffice { (request, isAfter) throws(TransportFailure) in
            let isCard = request.url.lastPathComponent == "postcards"
            if isAfter, isCard, isBroken.withLock({ $0 }) { throw TransportFailure(.connection, mayHaveArrived: true) }
            return nil
        }
        let outbox = outbox(office)
        let item = try await outbox.send(.card("one"), photo: Data("photo".utf8))
        try await outbox.flush()

        let doubtful = try await outbox.item(item.id)
        isBroken.withLock { $0 = false }
        try await outbox.flush()

        XCTAssertTrue(doubtful.mayHaveArrived)
        XCTAssertNotNil(doubtful.uploadID)
        XCTAssertEqual(office.cards.count, 1)
        let uploads = office.state.withLock { $0.requests.filter { $0.url.lastPathComponent == "uploads" }.count }
        XCTAssertEqual(uploads, 1, "the photo is not announced again")
    }

    func testAPhotoThatTheServerForgotIsSentAgain() async throws {
        let forgets = Locked(true)
        let office = PostOffice { (request, isAfter) throws(TransportFailure) in
            guard !isAfter, request.url.lastPathComponent == "postcards" else { return nil }
            return forgets.withLock { let was = $0; $0 = false; return was } ? .problem(422, "unknown_image") : nil
        }
        let outbox = outbox(office)
        let item = try await outbox.send(.card("one"), photo: Data("photo".utf8))
        let first = try await outbox.flush()
        try await outbox.retry(item.id)
        let second = try await outbox.flush()

        XCTAssertEqual([first.failed, second.done], [1, 1])
        XCTAssertEqual(office.cards.count, 1)
    }

    func testAnotherUsersItemsAreNeverSent() async throws {
        let office = PostOffice()
        let tokens = MemoryTokenStore(.number(1, of: "alice"))
        let outbox = outbox(office, tokens)
        try await outbox.send(.card("alice's"))
        try tokens.save(.number(2, of: "bob"))
        try await outbox.send(.card("bob's", to: "carol"))

        let flushed = try await outbox.flush()

        XCTAssertEqual(flushed.done, 1)
        XCTAssertEqual(office.cards, ["bob's"])
        try tokens.save(.number(1, of: "alice"))
        try await outbox.flush()
        XCTAssertEqual(office.cards, ["bob's", "alice's"])
    }

    func testASwitchOfAccountsDuringAFlushSendsNothingInTheWrongName() async throws {
        let tokens = MemoryTokenStore(.number(1, of: "alice"))
        let office = PostOffice { (_, isAfter) throws(TransportFailure) in
            if isAfter { try? tokens.save(.number(2, of: "bob")) }
            return nil
        }
        let outbox = outbox(office, tokens)
        try await outbox.send(.card("one"))
        try await outbox.send(.card("two"))

        let answer = await outcome { try await outbox.flush() }

        XCTAssertEqual(answer.error?.kind, .signInRequired)
        XCTAssertEqual(office.cards, ["one"])
        XCTAssertEqual(office.state.withLock { $0.bearers }, ["Bearer access-1"])
        try tokens.save(.number(1, of: "alice"))
        let left = try await outbox.items()
        XCTAssertEqual(left.map(\.state), [.queued])
    }

    func testASwitchOfAccountsWhileAPhotoIsOnItsWaySendsNoCard() async throws {
        for method in ["POST", "PUT", "GET"] {
            let tokens = MemoryTokenStore(.number(1, of: method))
            let office = PostOffice { (request, isAfter) throws(TransportFailure) in
                if isAfter, request.method == method { try? tokens.save(.number(2, of: "bob")) }
                return nil
            }
            let outbox = outbox(office, tokens)
            try await outbox.send(.card("one"), photo: Data("photo".utf8))

            let answer = await outcome { try await outbox.flush() }

            XCTAssertEqual(answer.error?.kind, .signInRequired)
            XCTAssertEqual(office.cards, [])
            XCTAssertEqual(office.state.withLock { $0.bearers }, ["Bearer access-1"])
        }
    }

    func testAnEndedSessionKeepsEverything() async throws {
        let office = PostOffice { (_, _) throws(TransportFailure) in .problem(401, "session_ended") }
        let tokens = MemoryTokenStore(.number(1))
        let before = outbox(office, tokens)
        let item = try await before.send(.card("one"), photo: Data("photo".utf8))

        let answer = await outcome { try await before.flush() }

        XCTAssertNotNil(answer.error)
        let signedOut = await outcome { try await before.items() }
        XCTAssertEqual(signedOut.error?.kind, .signInRequired)
        let healthy = PostOffice()
        let after = outbox(healthy)
        let items = try await after.items()
        XCTAssertEqual(items.map(\.id), [item.id])
        let flushed = try await after.flush()
        XCTAssertEqual(flushed.done, 1)
        XCTAssertEqual(healthy.cards.count, 1)
    }

    func testWhatTheContractRefusesIsNotQueued() async throws {
        let outbox = outbox(PostOffice())
        let long = await outcome { try await outbox.send(.card(String(repeating: "x", count: 501))) }
        let nobody = await outcome { try await outbox.send(SendPostcard(message: "Hi")) }
        XCTAssertEqual(long.error?.fields.map(\.code), ["too_long"])
        XCTAssertEqual(nobody.error?.fields.map(\.pointer), ["/recipientId"])
        let items = try await outbox.items()
        XCTAssertEqual(items, [])
    }

    func testNoMoreWaitsThanMay() async throws {
        var limits = Outbox.Limits()
        (limits.items, limits.photoBytes) = (2, 10)
        let outbox = PostOffice().client().offline(in: folder, limits: limits).outbox
        try await outbox.send(.card("one"), photo: Data(count: 8))
        let large = await outcome { try await outbox.send(.card("two"), photo: Data(count: 3)) }
        try await outbox.send(.card("two"))
        let third = await outcome { try await outbox.send(.card("three")) }
        XCTAssertEqual([large, third].map { $0.error?.code?.rawValue }, ["outbox_full", "outbox_full"])
    }

    func testFlushesAtOnceSendEachThingOnce() async throws {
        let office = PostOffice()
        // A clock of the machine's: with one that does not wait, the ten minutes of patience pass in a moment.
        let outboxes = (1...2).map { _ in office.client(timekeeper: SystemTimekeeper()).offline(in: folder).outbox }
        for number in 0..<6 { try await outboxes[0].send(.card("\(number)", to: "p\(number)")) }
        let results = await withTaskGroup(of: Int.self) { group in
            for number in 0..<6 { group.addTask { (try? await outboxes[number % 2].flush().done) ?? -1 } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        XCTAssertEqual(results.reduce(0, +), 6)
        XCTAssertEqual(office.state.withLock { $0.requests.count }, 6)
    }

    func testNothingOfAnItemIsInItsDescription() async throws {
        let item = try await outbox(PostOffice()).send(.card("secret words"))
        XCTAssertFalse("\(item)".contains("secret"))
    }

    func testFlushingGoesOnAsSoonAsSomethingIsQueued() async throws {
        let office = PostOffice()
        let outbox = office.client(timekeeper: SystemTimekeeper()).offline(in: folder).outbox
        let flushing = Task { await outbox.keepFlushing(every: 3600) }
        for number in 1...3 {
            try await outbox.send(.card("\(number)"))
            try await eventually("card \(number) is sent") { office.cards.count == number }
        }
        flushing.cancel()
        await flushing.value
        XCTAssertEqual(office.cards, ["1", "2", "3"])
    }

    func testWhatIsQueuedWhileAFlushFindsNoNetworkIsTriedAtOnce() async throws {
        let (office, queue) = (PostOffice(), Locked<(@Sendable () async -> Void)?>(nil))
        let transport = FakeTransport { (request) async throws(TransportFailure) in
            guard let add = queue.withLock({ let add = $0; $0 = nil; return add }) else {
                return try await office.send(request, progress: nil)
            }
            await add()
            throw TransportFailure(.offline)
        }
        let client = PostCardItClient(
            server: URL(string: "https://example.com")!, tokens: MemoryTokenStore(.number(1)),
            configuration: Configuration(retry: .never), transport: transport, timekeeper: SystemTimekeeper())
        let outbox = client.offline(in: folder).outbox
        queue.withLock { $0 = { _ = try? await outbox.send(.card("late", to: "carol")) } }
        try await outbox.send(.card("early"))

        let flushing = Task { await outbox.keepFlushing(every: 3600) }
        try await eventually("both are sent") { office.cards.count == 2 }
        flushing.cancel()
        await flushing.value

        XCTAssertEqual(office.cards, ["late", "early"])
    }

    func testWhatIsQueuedDuringAFlushIsSentByIt() async throws {
        let queue = Locked<(@Sendable () async -> Void)?>(nil)
        let office = PostOffice()
        let outbox = outbox(office)
        queue.withLock { $0 = { _ = try? await outbox.send(.card("late")) } }
        try await outbox.send(.card("early"))
        let late = Locked<Task<Void, Never>?>(nil)
        try await outbox.flush { item in
            guard item.state == .sending, let add = queue.withLock({ let add = $0; $0 = nil; return add }) else { return }
            late.withLock { $0 = Task { await add() } }
        }
        await late.withLock { $0 }?.value
        try await outbox.flush()
        XCTAssertEqual(office.cards, ["early", "late"])
    }

    func testALongOutboxIsSentInItsOrder() async throws {
        let office = PostOffice()
        let outbox = outbox(office)
        let first = try await outbox.send(.card("0"))
        for number in 1..<60 {
            let item = OutboxItem(
                id: SystemRandomSource().uuid(), userID: "alice", body: .postcard(.card("\(number)")),
                createdAt: first.createdAt, updatedAt: first.updatedAt, position: first.position + number, uploadKey: "x")
            try OutboxFiles(folder, userID: "alice").save(item)
        }
        let flushed = try await outbox.flush()
        XCTAssertEqual(flushed.done, 60)
        XCTAssertEqual(office.cards, (0..<60).map(String.init))
    }
}
