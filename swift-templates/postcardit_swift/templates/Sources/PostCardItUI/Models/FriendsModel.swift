import PostCardItAPI

#if canImport(Combine)
import Combine
#endif

/// Friends, requests and the search for people. Answers and removals show at once, and are taken back when the server
/// refuses them.
@MainActor
public final class FriendsModel: ObservableObject, ContentModel {
    /// What the screen shows.
    public struct Content: Sendable, Hashable {
        /// Whose friend one is, the newest first.
        public var friends: [Friend]
        /// Who waits for one's answer.
        public var incoming: [Friendship]
        /// Whose answer one waits for.
        public var outgoing: [Friendship]
    }

    @Published var shelf = Shelf<Content>()
    /// Why the last change did not come about. Views that show it set it to nil.
    @Published public var failure: PostCardItError?
    /// What the last search found.
    @Published public private(set) var found = LoadState<[User]>.idle

    private let service: any PostCardItService
    private var searches = 0

    /// A model.
    public init(service: any PostCardItService) { self.service = service }

    /// How far the content is.
    public var state: LoadState<Content> { shelf.state }

    /// Fetches everything: `GET /v1/friends`, `GET /v1/friends/requests`.
    public func load() async {
        let service = service
        await load { () async throws(PostCardItError) in
            async let friends = collected(service.listFriendsPages(limit: 100))
            async let incoming = collected(service.listFriendRequestsPages(limit: 100, direction: .incoming))
            async let outgoing = collected(service.listFriendRequestsPages(limit: 100, direction: .outgoing))
            return try await Content(friends: friends.get(), incoming: incoming.get(), outgoing: outgoing.get())
        }
    }

    /// Becomes friends with somebody who asked: `POST /v1/friends/requests/{friendshipId}`.
    @discardableResult
    public func accept(_ request: Friendship) async -> Bool {
        let friend = Friend(friendshipID: request.friendshipID, user: request.requester, since: request.requestedAt)
        return await answer(request, .accept) { content in
            content.friends.removeAll { $0.id == friend.id }
            content.friends.insert(friend, at: 0)
        }
    }

    /// Declines a request: `POST /v1/friends/requests/{friendshipId}`.
    @discardableResult
    public func decline(_ request: Friendship) async -> Bool { await answer(request, .reject) { _ in } }

    /// Ends a friendship, or takes back a request of one's own: `DELETE /v1/friends/{friendshipId}`.
    @discardableResult
    public func remove(friendshipID: String) async -> Bool {
        await change { content in
            content.friends.removeAll { $0.id == friendshipID }
            content.outgoing.removeAll { $0.id == friendshipID }
        } by: { () async throws(PostCardItError) in
            try await service.removeFriend(friendshipID: friendshipID)
        } then: { _, _ in }
    }

    /// Asks somebody: `POST /v1/friends/requests`.
    @discardableResult
    public func request(userID: String) async -> Bool {
        await change { _ in
        } by: { () async throws(PostCardItError) in
            try await service.requestFriend(RequestFriend(addresseeID: userID))
        } then: { friendship, content in
            content.outgoing.removeAll { $0.id == friendship.id }
            if friendship.status == .pending { content.outgoing.insert(friendship, at: 0) }
        }
    }

    /// Blocks somebody: `PUT /v1/users/{userId}/block`.
    @discardableResult
    public func block(userID: String) async -> Bool {
        await change { content in
            content.friends.removeAll { $0.user.userID == userID }
            content.incoming.removeAll { $0.requesterID == userID }
            content.outgoing.removeAll { $0.addresseeID == userID }
        } by: { () async throws(PostCardItError) in
            try await service.blockUser(userID: userID)
        } then: { _, _ in }
    }

    /// Searches for people: `GET /v1/users/search`. Of two searches the later one counts. Nothing is asked for fewer
    /// than two characters: the server would refuse them.
    public func search(_ text: String, by type: SearchType = .username) async {
        searches += 1
        let (number, text) = (searches, text.trimmingWhitespace)
        guard text.unicodeScalars.count > 1 else { return found = .idle }
        found = .loading(previous: found.value)
        do throws(PostCardItError) {
            let page = try await service.searchUsers(q: text, type: type)
            if number == searches { found = .loaded(page.users) }
        } catch {
            guard number == searches else { return }
            found = error.kind == .cancelled ? .idle : .failed(error, previous: nil)
        }
    }

    /// Forgets everything: call it when another user signs in.
    public func clear() {
        shelf.clear()
        searches += 1
        (found, failure) = (.idle, nil)
    }

    private func answer(
        _ request: Friendship, _ action: FriendAnswer, _ more: @escaping @Sendable (inout Content) -> Void
    ) async -> Bool {
        let id = request.friendshipID
        return await change { content in
            content.incoming.removeAll { $0.id == id }
            more(&content)
        } by: { () async throws(PostCardItError) in
            try await service.answerFriend(AnswerFriend(action: action), friendshipID: id)
        } then: { _, _ in }
    }
}
