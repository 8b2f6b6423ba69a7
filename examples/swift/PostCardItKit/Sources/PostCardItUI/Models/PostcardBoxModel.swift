import Foundation
import PostCardItAPI

#if canImport(Combine)
import Combine
#endif

/// A box of postcards: received, sent or both. With a mirror it shows at once what is on this device, queued cards among
/// them, and is right again as soon as something changes.
@MainActor
public final class PostcardBoxModel: ObservableObject, ContentModel {
    /// What the screen shows.
    public struct Content: Sendable, Hashable {
        /// The cards, the newest first.
        public var postcards: [Postcard]
        /// Where the next page begins; nil on the last one.
        public var nextCursor: String?
    }

    @Published var shelf = Shelf<Content>()
    /// Why the last change did not come about. Views that show it set it to nil.
    @Published public var failure: PostCardItError?
    /// Whether another page is being fetched.
    @Published public private(set) var isLoadingMore = false

    /// Which box it is.
    public let box: ListPostcardsBox
    /// Whether it holds what is archived, or what is not.
    public let isArchived: Bool
    private let service: any PostCardItService
    private let mirror: SyncMirror?
    private let outbox: Outbox?
    private var loads = 0

    /// A model.
    ///
    /// - Parameters:
    ///   - box: Which postcards.
    ///   - isArchived: Those that one has archived, or those that one has not.
    ///   - service: What answers.
    ///   - mirror: The cards on this device; without it they are fetched page by page.
    ///   - outbox: Where queued cards wait: deleting one takes it out of there.
    public init(
        _ box: ListPostcardsBox = .received, isArchived: Bool = false, service: any PostCardItService,
        mirror: SyncMirror? = nil, outbox: Outbox? = nil
    ) {
        (self.box, self.isArchived, self.service, self.mirror, self.outbox) = (box, isArchived, service, mirror, outbox)
    }

    /// A model for an app's client that keeps its cards on this device.
    public convenience init(_ box: ListPostcardsBox = .received, client: PostCardItClient, offline: Offline) {
        self.init(box, service: client, mirror: offline.mirror, outbox: offline.outbox)
    }

    /// How far the content is.
    public var state: LoadState<Content> { shelf.state }
    /// The cards that can be shown now.
    public var postcards: [Postcard] { shelf.shown?.postcards ?? [] }

    /// Fetches the newest: `GET /v1/postcards`, or `GET /v1/sync` with a mirror. Pull to refresh calls it, too.
    public func load() async {
        loads += 1
        if let mirror {
            await showMirror()
            await load { () async throws(PostCardItError) in
                try await mirror.refresh()
                return try await content(of: mirror)
            }
        } else {
            await load { () async throws(PostCardItError) in try await page(after: nil) }
        }
    }

    /// Shows what changes on this device until the task is cancelled. Without a mirror there is nothing to follow.
    public func follow() async {
        guard let mirror else { return }
        for await _ in await mirror.updates() { await showMirror() }
    }

    /// Fetches the next page once the last card is about to show.
    public func loadMore(after card: Postcard) async {
        guard card.id == postcards.last?.id else { return }
        await loadMore()
    }

    /// Fetches the next page, if there is one.
    public func loadMore() async {
        guard mirror == nil, !isLoadingMore, !shelf.isLoading, let cursor = shelf.shown?.nextCursor else { return }
        (isLoadingMore, failure) = (true, nil)
        defer { isLoadingMore = false }
        let load = loads
        do throws(PostCardItError) {
            let next = try await page(after: cursor)
            guard load == loads else { return }  // the list has been begun anew
            shelf.settle(nil) { content in
                let known = Set(content.postcards.map(\.id))
                content.postcards += next.postcards.filter { !known.contains($0.id) }
                content.nextCursor = next.nextCursor == cursor ? nil : next.nextCursor
            }
        } catch {
            if error.kind != .cancelled, load == loads { failure = error }
        }
    }

    /// Says that a card was read: `POST /v1/postcards/{postcardId}/read`. Sent, queued and read cards are left alone.
    @discardableResult
    public func markRead(_ card: Postcard) async -> Bool {
        guard card.readAt == nil, box == .received, !card.isWaiting else { return false }
        let now = Date()
        return await change { content in
            content.edit(card.id) { $0.showing(["status": .string("read"), "readAt": .string(RFC3339.string(from: now))]) }
        } by: { () async throws(PostCardItError) in
            await heard(try await service.readPostcard(postcardID: card.id))
        } then: { new, content in
            content.edit(card.id) { _ in new }
        }
    }

    /// Archives a card, or takes it out of the archive: `PUT` or `DELETE /v1/postcards/{postcardId}/archive`.
    @discardableResult
    public func setArchived(_ isArchived: Bool, _ card: Postcard) async -> Bool {
        guard !card.isWaiting else { return false }
        let stays = isArchived == self.isArchived
        return await change { content in
            if !stays { content.postcards.removeAll { $0.id == card.id } }
        } by: { () async throws(PostCardItError) in
            isArchived
                ? await heard(try await service.archivePostcard(postcardID: card.id))
                : await heard(try await service.unarchivePostcard(postcardID: card.id))
        } then: { new, content in
            content.edit(card.id) { _ in new }
        }
    }

    /// Removes a card from one's box, or withdraws one that was not read: `DELETE /v1/postcards/{postcardId}`. A queued one
    /// is taken out of the outbox, and never leaves.
    @discardableResult
    public func delete(_ card: Postcard) async -> Bool {
        await change { content in
            content.postcards.removeAll { $0.id == card.id }
        } by: { () async throws(PostCardItError) in
            if card.isWaiting, let outbox { return try await outbox.drop(card.id) }
            await heard(try await service.deletePostcard(postcardID: card.id))
        } then: { _, _ in }
    }

    /// Forgets everything: call it when another user signs in.
    public func clear() {
        loads += 1
        shelf.clear()
        failure = nil
    }

    /// The mirror hears of a change before the change is taken for done: else it would show the card as it was.
    private func heard<Reply>(_ reply: Reply) async -> Reply {
        if let mirror { _ = try? await mirror.refresh() }
        return reply
    }

    private func page(after cursor: String?) async throws(PostCardItError) -> Content {
        let page = try await service.listPostcards(limit: 50, cursor: cursor, archived: isArchived, box: box)
        return Content(postcards: page.postcards, nextCursor: page.nextCursor)
    }

    private func content(of mirror: SyncMirror) async throws(PostCardItError) -> Content {
        Content(postcards: try await mirror.postcards(in: box, isArchived: isArchived), nextCursor: nil)
    }

    private func showMirror() async {
        guard let mirror, let content = try? await content(of: mirror) else { return }
        if !content.postcards.isEmpty || shelf.shown != nil { shelf.show(content) }
    }
}

extension PostcardBoxModel.Content {
    fileprivate mutating func edit(_ id: String, _ edit: (Postcard) -> Postcard) {
        postcards = postcards.map { $0.id == id ? edit($0) : $0 }
    }
}

extension Postcard {
    /// Whether only this device knows of it.
    var isWaiting: Bool { [.draft, .queued].contains(status) }

    /// The card with some of its keys replaced, as it is shown before the server has confirmed it.
    func showing(_ changes: [String: JSONValue]) -> Postcard { (try? WireJSON.copy(self, with: changes)) ?? self }
}
