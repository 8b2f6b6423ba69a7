import Foundation
import PostCardItAPI

/// Two people, a server that goes away for a while, and a network that loses things: every card arrives once, in order.
@main
struct Journey {
    let stage: Stage
    let folder: LocalFolder
    let badServer: URL

    static func main() async {
        do {
            let environment = ProcessInfo.processInfo.environment
            let folder = LocalFolder(URL(fileURLWithPath: environment["POSTCARDIT_FOLDER"] ?? "", isDirectory: true))
            guard let bad = environment["POSTCARDIT_BAD_URL"].flatMap(URL.init(string:)) else {
                throw Unexpected(description: "POSTCARDIT_BAD_URL says where the bad network is.")
            }
            try await Journey(stage: try Stage(), folder: folder, badServer: bad).run()
            tell("DONE")
        } catch {
            tell("FAILED \(error)")
            exit(1)
        }
    }

    private static func tell(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }

    /// Asks whoever started this program for something, and waits until it is done.
    private func ask(_ what: String) throws {
        Self.tell(what)
        try expect(readLine() == "ok", "\(what) was not done")
    }

    func run() async throws {
        let alice = try await stage.newcomer("alice")
        let bob = try await stage.newcomer("bob")
        let asked = try await alice.requestFriend(RequestFriend(username: "bob"))
        try await bob.answerFriend(AnswerFriend(action: .accept), friendshipID: asked.friendshipID)
        let desk = Desk(bob.offline(in: folder.folder("bob")), bob)
        let following = Task { try await desk.follow() }
        defer { following.cancel() }

        try await mailPhoto(alice)
        try await desk.waits(for: 1)
        try await outage(alice)
        try await desk.waits(for: 6)
        try await receipts(alice, desk)
        try await badNetwork(alice)
        try await desk.waits(for: 26)
        let expected = ["photo"] + (1...5).map { "offline \($0)" } + (1...20).map { "bad \($0)" }
        let heard = await desk.heard
        try expect(heard == expected, "bob heard \(heard)")
        let shown = try await desk.offline.mirror.postcards(in: .received).map(\.message)
        try expect(Set(shown) == Set(expected) && shown.count == 26, "the mirror shows \(shown)")
        try await leave(alice)
    }

    private func mailPhoto(_ alice: PostCardItClient) async throws {
        let photo = try photo()
        let fractions = Locked([Double]())
        let road = CuttingTransport()
        let upload = try await alice.uploads.sending(by: road).send(photo) { progress in fractions.withLock { $0.append(progress.fraction) } }
        let rising = fractions.withLock { $0 }
        try expect(rising == rising.sorted() && rising.last == 1, "progress \(rising)")
        // Where the server resumes, what came before the cut is not sent again.
        let resumed = ["PUT", "HEAD", "PATCH", "PATCH"]
        try expect([resumed, ["PUT", "HEAD", "PUT"]].contains(road.methods), "\(road.methods)")
        Self.tell(road.methods.joined(separator: " "))
        try await alice.sendPostcard(SendPostcard(message: "photo", recipientUsername: "bob", uploadID: upload.uploadID))
    }

    /// The server is gone: what is written waits, outlives the app, and leaves when the server is back.
    private func outage(_ alice: PostCardItClient) async throws {
        let before = alice.offline(in: folder.folder("alice"))
        try await before.mirror.refresh()
        try ask("SERVER DOWN")
        for number in 1...5 {
            let photo = number == 3 ? try photo() : nil
            try await before.outbox.send(SendPostcard(message: "offline \(number)", recipientUsername: "bob"), photo: photo)
        }
        try await before.outbox.updateMe(UpdateUser(bio: .set("written on a train")))
        let flushed = try await before.outbox.flush()
        try expect(flushed.done == 0 && flushed.left == 6 && flushed.reason?.code == "offline", "\(flushed)")

        let after = alice.offline(in: folder.folder("alice"))
        let queued = try await after.mirror.postcards().filter { $0.status == .queued }
        try expect(queued.map(\.message) == (1...5).reversed().map { "offline \($0)" }, "\(queued.count) are queued")
        try expect(queued.allSatisfy { $0.recipientName == "bob" }, "the mirror knows bob")
        let running = Task { try await after.run(flushingEvery: 0.2) }
        try ask("SERVER UP")
        while try await !after.outbox.items().isEmpty { try await Task.sleep(nanoseconds: 50_000_000) }
        running.cancel()
        _ = await running.result
        let sent = try await after.mirror.postcards(in: .sent)
        try expect(sent.count == 6 && sent.allSatisfy { $0.status != .queued }, "\(sent.map(\.status))")
        try expect(sent.first { $0.message == "offline 3" }?.imageURL != nil, "the photo came along")
        try expect(try await alice.getMe().bio == "written on a train", "the profile")
    }

    private func receipts(_ alice: PostCardItClient, _ desk: Desk) async throws {
        let cards = try await desk.offline.mirror.postcards(in: .received)
        try await desk.offline.outbox.confirmReceipts(ConfirmReceipts(read: cards.map(\.postcardID)))
        let flushed = try await desk.offline.outbox.flush()
        try expect(flushed.done == 1, "\(flushed)")
        let mirror = alice.offline(in: folder.folder("alice")).mirror
        try await mirror.refresh()
        let seen = try await mirror.postcards(in: .sent)
        try expect(seen.count == 6 && seen.allSatisfy { $0.status == .read && $0.readAt != nil }, "\(seen.map(\.status))")
    }

    /// Requests are cut, dropped, doubled and refused: the outbox tries until everything is there.
    private func badNetwork(_ alice: PostCardItClient) async throws {
        let tokens = try await alice.session.tokens()
        let road = LossyTransport()
        let client = PostCardItClient(
            server: badServer, tokens: MemoryTokenStore(tokens),
            configuration: Configuration(retry: RetryPolicy(firstPause: 0.01, longestPause: 0.05)), transport: road)
        let outbox = client.offline(in: folder.folder("bad")).outbox
        for number in 1...20 {
            let photo = number % 5 == 0 ? try photo() : nil
            try await outbox.send(SendPostcard(message: "bad \(number)", recipientUsername: "bob"), photo: photo)
        }
        for _ in 0..<400 where try await outbox.flush().left > 0 {}
        let left = try await outbox.items()
        try expect(left.isEmpty, "\(left)")
        try expect(road.lost > 2, "\(road.lost) answers were lost")
    }

    private func leave(_ alice: PostCardItClient) async throws {
        let outbox = alice.offline(in: folder.folder("alice")).outbox
        try await outbox.send(SendPostcard(message: "never", recipientUsername: "bob"))
        try await alice.signOut()
        let out = try await refusal { try await outbox.flush() }
        try expect(out.kind == .signInRequired, "\(out)")
    }

    private func photo() throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: ProcessInfo.processInfo.environment["POSTCARDIT_PHOTO"] ?? ""))
    }
}

/// A road whose first PUT breaks after a part of the photo has come.
final class CuttingTransport: Transport {
    private let inner = URLSessionTransport()
    private let sent = Locked([String]())
    var methods: [String] { sent.withLock { $0 } }

    func send(
        _ request: HTTPRequest, progress: (@Sendable (TransferProgress) -> Void)?
    ) async throws(TransportFailure) -> HTTPResponse {
        let isFirst = sent.withLock { sent in
            sent.append(request.method)
            return sent.count == 1
        }
        guard isFirst, case .data(let data) = request.body else { return try await inner.send(request, progress: progress) }
        let head: HTTPHeaders = ["Content-Type": "application/partial-upload", "Upload-Offset": "0", "Upload-Complete": "?0"]
        let part = HTTPRequest(method: "PATCH", url: request.url, headers: head, body: .data(data.prefix(100_000)))
        _ = try await inner.send(part)
        throw TransportFailure(.connection, mayHaveArrived: true)
    }

    func stream(_ request: HTTPRequest) async throws(TransportFailure) -> ByteStream { try await inner.stream(request) }
}

/// A network that loses answers, and some requests. (A connection that is cut before its answer ends a whole process in
/// the Foundation of Linux, so this one is made here.)
final class LossyTransport: Transport {
    private let inner = URLSessionTransport()
    private let random = SeededRandomSource(seed: 3)
    private let losses = Locked(0)
    var lost: Int { losses.withLock { $0 } }

    func send(
        _ request: HTTPRequest, progress: (@Sendable (TransferProgress) -> Void)?
    ) async throws(TransportFailure) -> HTTPResponse {
        if random.unit() < 0.1 { throw TransportFailure(.offline) }
        let answer = try await inner.send(request, progress: progress)
        guard random.unit() < 0.15 else { return answer }
        losses.withLock { $0 += 1 }
        throw TransportFailure(.connection, mayHaveArrived: true)
    }

    func stream(_ request: HTTPRequest) async throws(TransportFailure) -> ByteStream { try await inner.stream(request) }
}

/// What somebody hears, and the mirror that is kept by it.
actor Desk {
    nonisolated let offline: Offline
    private let client: PostCardItClient
    private(set) var heard: [String] = []

    init(_ offline: Offline, _ client: PostCardItClient) { (self.offline, self.client) = (offline, client) }

    func follow() async throws {
        let cursor = try await offline.mirror.refresh().cursor
        for try await event in client.changes(since: cursor) {
            if event.change?.type == .postcardReceived, case .postcard(let card)? = event.change?.data {
                heard.append(card.message)
            }
            try await offline.mirror.apply(event)
        }
    }

    func waits(for count: Int) async throws {
        for _ in 0..<600 where heard.count < count { try await Task.sleep(nanoseconds: 100_000_000) }
        try expect(heard.count >= count, "\(heard.count) of \(count) were heard")
    }
}
