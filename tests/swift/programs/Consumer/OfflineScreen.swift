import Foundation
import PostCardItAPI

/// A screen that works without a network, as an app would write it.
final class OfflineScreen {
    let client: PostCardItClient
    let offline: Offline
    var cards: [Postcard] = []
    var waiting: [OutboxItem] = []
    var fraction = 0.0

    init(client: PostCardItClient, folder: LocalFolder) {
        (self.client, offline) = (client, client.offline(in: folder))
    }

    func load() async throws(PostCardItError) {
        cards = try await offline.mirror.postcards(in: .all, limit: 20)
        waiting = try await offline.outbox.items()
    }

    func send(_ message: String, photo: Data) async throws(PostCardItError) {
        try await offline.outbox.send(SendPostcard(message: message, recipientUsername: "bob"), photo: photo)
        let flushed = try await offline.outbox.flush { item in
            Task { @MainActor in self.show(item) }
        }
        if case .some(let reason) = flushed.reason { print(reason.sentence) }
    }

    func show(_ item: OutboxItem) {
        if item.state == .failed { waiting.append(item) }
    }

    func upload(_ photo: Data) async throws(PostCardItError) -> Upload {
        try await client.uploads.send(photo) { progress in
            Task { @MainActor in self.fraction = progress.fraction }
        }
    }

    func follow() async throws {
        for try await event in client.changes() {
            try await offline.mirror.apply(event)
            try await load()
        }
    }

    func watch() async throws {
        for await _ in await offline.mirror.updates() { try await load() }
    }

    func mend(_ item: OutboxItem) async throws(PostCardItError) {
        if item.mayHaveArrived { return try await offline.outbox.drop(item.id, force: true) }
        if case .postcard(var card) = item.body {
            card.message += "!"
            try await offline.outbox.edit(item.id, card, photo: .clear)
        }
        try await offline.outbox.retry(item.id)
    }
}
