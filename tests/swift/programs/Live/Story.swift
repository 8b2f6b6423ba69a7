import Foundation
import PostCardItAPI

/// Two people become friends and mail a card, live.
struct Story {
    let stage: Stage

    func run() async throws {
        let alice = try await stage.newcomer("alice")
        let bob = try await stage.newcomer("bob")
        try await becomeFriends(alice, bob)
        let heard = try await hearing(bob)
        let card = try await mailCard(alice)
        try await heard.value
        try await lookAt(card, alice, bob)
        try await lookAround(alice)
        try await keepAway(alice, bob)
    }

    private func becomeFriends(_ alice: PostCardItClient, _ bob: PostCardItClient) async throws {
        let early = try await refusal { try await alice.sendPostcard(SendPostcard(message: "x", recipientUsername: "bob")) }
        try expect(early.code == .notFriends && early.status == 403 && early.requestID != nil, "early: \(early)")
        try expect(early.operation == .sendPostcard, "\(early)")

        let people = try await alice.searchUsers(q: "bo").users
        try expect(people.map(\.username) == ["bob"] && people[0].email == nil, "\(people.count) people")
        let asked = try await alice.requestFriend(RequestFriend(username: "bob"), idempotencyKey: "friends-1")
        let again = try await alice.response(
            to: .requestFriend(RequestFriend(username: "bob"), idempotencyKey: "friends-1"))
        try expect(again.isReplayed && again.value == asked, "the same key asks once")
        let incoming = try await bob.listFriendRequests(direction: .incoming)
        try expect(incoming.requests.map(\.friendshipID) == [asked.friendshipID], "\(incoming.count) requests")
        let answered = try await bob.answerFriend(AnswerFriend(action: .accept), friendshipID: asked.friendshipID)
        try expect(answered.status == .accepted, "\(answered.status)")
        try expect(try await alice.listFriends().friends.map(\.user.username) == ["bob"], "friends")
    }

    /// A task that ends well when the stream tells of a received card.
    private func hearing(_ bob: PostCardItClient) async throws -> Task<Void, any Error> {
        let stream = try await bob.listenEvents()
        try expect(stream.head.headers["Content-Type"]?.hasPrefix("text/event-stream") == true, "a stream")
        return Task {
            var text = ""
            for try await piece in stream {
                text += String(decoding: piece, as: UTF8.self)
                for line in text.split(separator: "\n") where line.hasPrefix("data:") && line.hasSuffix("}") {
                    let change = try WireJSON.decode(Change.self, from: Data(line.dropFirst(5).utf8))
                    if change.type == .postcardReceived, case .postcard = change.data { return }
                }
            }
            throw Unexpected(description: "The stream ended.")
        }
    }

    private func mailCard(_ alice: PostCardItClient) async throws -> Postcard {
        let environment = ProcessInfo.processInfo.environment
        let photo = try Data(contentsOf: URL(fileURLWithPath: environment["POSTCARDIT_PHOTO"] ?? ""))
        let upload = try await alice.createUpload(
            CreateUpload(contentType: "image/jpeg", byteSize: photo.count, sha256: environment["POSTCARDIT_SHA256"] ?? ""))
        let fractions = Locked([Double]())
        let put = HTTPRequest(
            method: upload.method ?? "PUT", url: URL(string: upload.url ?? "")!, headers: HTTPHeaders(upload.headers ?? [:]),
            body: .data(photo))
        let answer = try await stage.transport.inner.send(put) { progress in
            fractions.withLock { $0.append(progress.fraction) }
        }
        try expect(answer.status == 204, "the bytes: \(answer.status)")
        let rising = fractions.withLock { $0 }
        try expect(rising == rising.sorted() && rising.last == 1, "progress \(rising)")
        var state = try await alice.getUpload(uploadID: upload.uploadID)
        while state.status == .pending || state.status == .processing {
            try await Task.sleep(nanoseconds: 50_000_000)
            state = try await alice.getUpload(uploadID: upload.uploadID)
        }
        try expect(state.status == .ready, "the upload is \(state.status)")
        return try await alice.sendPostcard(
            SendPostcard(
                message: "Grüße\naus Venedig 🏝️", font: .typewriter, location: Location(city: "Venezia", latitude: 45.438, longitude: 12.3358),
                recipientUsername: "bob", uploadID: upload.uploadID), idempotencyKey: "card-1")
    }

    private func lookAt(_ sent: Postcard, _ alice: PostCardItClient, _ bob: PostCardItClient) async throws {
        try expect(sent.font == .typewriter && sent.imageURL != nil && sent.imageWidth != nil, "\(sent.font)")
        var received: [Postcard] = []
        for try await card in bob.listReceivedPostcardsPages(limit: 1).items { received.append(card) }
        try expect(received.map(\.postcardID) == [sent.postcardID], "\(received.count) received")
        try expect(received[0].sentAt == sent.sentAt && received[0].message == sent.message, "the same card")
        let receipts = try await bob.confirmReceipts(ConfirmReceipts(delivered: [sent.postcardID]))
        try expect(receipts.delivered == 1, "\(receipts)")
        let read = try await bob.readPostcard(postcardID: sent.postcardID)
        try expect(read.status == .read && read.readAt != nil, "\(read.status)")
        try expect(try await bob.archivePostcard(postcardID: sent.postcardID).isArchived, "archived")
        try expect(try await !bob.unarchivePostcard(postcardID: sent.postcardID).isArchived, "unarchived")

        let seen = try await alice.response(to: .getPostcard(postcardID: sent.postcardID))
        try expect(seen.value.status == .read && seen.etag != nil, "alice sees the receipt")
        let same = try await refusal { try await alice.getPostcard(postcardID: sent.postcardID, ifNoneMatch: seen.etag) }
        try expect(same.kind == .notModified, "\(same)")
        let late = try await refusal { try await alice.deletePostcard(postcardID: sent.postcardID) }
        try expect(late.code == .alreadyRead, "\(late)")
        try expect(try await alice.listSentPostcards(status: .read).count == 1, "sent")
        try expect(try await alice.listPostcards(box: .all, from: sent.sentAt, bbox: "12,45,13,46").count == 1, "on the map")
    }

    private func lookAround(_ alice: PostCardItClient) async throws {
        let stats = try await alice.getStats()
        try expect(stats.sent == 1 && stats.friends == 1 && stats.cities == 1, "\(stats)")
        let me = try await alice.updateMe(UpdateUser(bio: .set("I write."), fullName: .set("Alice A.")))
        try expect(me.bio == "I write." && me.fullName == "Alice A.", "written")
        try expect(try await alice.updateMe(UpdateUser(bio: .clear)).bio == nil, "cleared")
        try expect(try await alice.getMe().fullName == "Alice A.", "kept")
        let ready = try await alice.getReadiness()
        try expect(ready.contract == Contract.hash, "the server speaks \(ready.contract), this package \(Contract.hash)")
        try expect(try await alice.listStamps(category: .travel).stamps.allSatisfy { $0.category == .travel }, "stamps")
        var page = try await alice.syncChanges(limit: 2)
        var changes = page.changes
        while page.hasMore {
            page = try await alice.syncChanges(cursor: page.nextCursor, limit: 2)
            changes += page.changes
        }
        try expect(changes.contains { if case .postcard = $0.data { true } else { false } }, "\(changes.map(\.type))")
        let foreign = try await refusal { try await alice.syncChanges(cursor: "not-a-cursor") }
        try expect(foreign.code == .invalidCursor, "\(foreign)")
    }

    private func keepAway(_ alice: PostCardItClient, _ bob: PostCardItClient) async throws {
        let bobID = try await bob.getMe().userID
        let outcast = try await stage.newcomer("mallory").getMe().userID
        try expect(try await alice.blockUser(userID: outcast).status == .blocked, "blocked")
        try expect(try await alice.listBlocked().blocked.count == 1, "one is blocked")
        try await alice.unblockUser(userID: outcast)
        try expect(try await alice.getUser(userID: bobID).username == "bob", "bob is there")

        let mistake = try await bob.sendPostcard(SendPostcard(message: "Oops", recipientUsername: "alice"))
        try await bob.deletePostcard(postcardID: mistake.postcardID)
        let gone = try await refusal { try await alice.getPostcard(postcardID: mistake.postcardID) }
        try expect(gone.code == .notFound && gone.status == 404, "\(gone)")
        let friend = try await alice.listFriends().friends[0]
        try await alice.removeFriend(friendshipID: friend.friendshipID)
        try expect(try await bob.listFriends().friends.isEmpty, "no friends any more")
    }
}
