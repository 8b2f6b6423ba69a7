import Foundation
import PostCardItAPI

// Compiled with -default-isolation MainActor, as Xcode's template for apps has it: everything here is on the main actor.

/// A screen's state over the package, as an app would write it.
final class Screen {
    let client: any PostCardItService
    var cards: [Postcard] = []
    var failure: PostCardItError?
    var status = PostcardStatus.sent

    init(client: any PostCardItService) { self.client = client }

    func load() async {
        do {
            cards = []
            for try await card in client.listPostcardsPages(status: status, box: .received).items { cards.append(card) }
        } catch {
            failure = error as? PostCardItError
        }
    }

    func send(_ message: String, to name: String) async {
        do throws(PostCardItError) {
            let card = try await client.sendPostcard(SendPostcard(message: message, recipientUsername: name))
            cards.insert(try copy(of: card), at: 0)
        } catch {
            switch (error.kind, error.code) {
            case (.refused, .notFriends?): failure = error
            case (.invalidRequest, _): failure = error
            default: failure = error
            }
        }
    }

    private func copy(of card: Postcard) throws(PostCardItError) -> Postcard {
        do {
            return try WireJSON.copy(card, with: ["isArchived": true])
        } catch {
            throw PostCardItError(.unreadableAnswer)
        }
    }

    func change(_ bio: String?) async throws(PostCardItError) -> User {
        try await client.updateMe(UpdateUser(bio: .setOrClear(bio)))
    }

    func follow(_ client: PostCardItClient) async {
        for await event in await client.session.events() {
            if case .signedOut(let reason) = event, reason == .revoked { cards = [] }
        }
    }
}

/// Stores and transports of an app's own.
struct EmptyStore: TokenStore {
    nonisolated func load() throws(PostCardItError) -> StoredTokens? { nil }
    nonisolated func save(_ tokens: StoredTokens) throws(PostCardItError) {}
    nonisolated func clear() throws(PostCardItError) {}
}

func makeClient(_ url: URL) -> PostCardItClient {
    PostCardItClient(server: url, tokens: EmptyStore(), configuration: Configuration(retry: .never))
}
