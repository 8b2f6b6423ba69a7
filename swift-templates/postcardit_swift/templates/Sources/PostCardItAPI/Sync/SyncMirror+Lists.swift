import Foundation

extension SyncMirror {
    /// How a mirror is.
    public struct Status: Sendable, Hashable {
        /// Whose it is.
        public let userID: String
        /// When nothing was left to fetch last.
        public let refreshedAt: Date?
        /// How many postcards are here.
        public let postcards: Int
        /// How many friendships are here.
        public let friendships: Int
        /// How many received postcards are neither read nor archived.
        public let unread: Int
        /// Whether the first snapshot has come whole, and none to close a gap is still to come.
        public let isComplete: Bool
    }

    /// Postcards, the newest first, those that wait in the outbox among them.
    ///
    /// - Parameters:
    ///   - box: Which ones; all of them without.
    ///   - isUnread: Only those that are not read, or only those that are.
    ///   - isArchived: Those that one has archived, or those that one has not.
    ///   - limit: How many at the most.
    public func postcards(
        in box: ListPostcardsBox = .all, isUnread: Bool? = nil, isArchived: Bool = false, limit: Int? = nil
    ) async throws(PostCardItError) -> [Postcard] {
        let (state, waiting) = try await look()
        var found = state.shown.postcards.values.map(\.card).filter { card in
            card.isArchived == isArchived
                && (box == .all || (card.senderID == state.userID) == (box == .sent))
                && (isUnread == nil || (card.readAt == nil) == isUnread)
        }
        if box != .received, isUnread != false, !isArchived { found += state.queued(waiting) }
        let sorted = found.sorted { ($0.sentAt, $0.postcardID) > ($1.sentAt, $1.postcardID) }
        return limit.map { Array(sorted.prefix($0)) } ?? sorted
    }

    /// One postcard, also by the id that it had while it was queued.
    public func postcard(_ id: String) async throws(PostCardItError) -> Postcard? {
        let (state, waiting) = try await look()
        if let row = state.shown.postcards[id] { return row.card }
        return state.shown.postcards.values.first { $0.card.idempotencyKey == id }?.card
            ?? state.queued(waiting).first { $0.postcardID == id }
    }

    /// One's friends, the newest first.
    public func friends() async throws(PostCardItError) -> [Friend] {
        let state = try await look().state
        return state.friendships(.accepted).map { one in
            Friend(
                friendshipID: one.friendshipID, user: one.addresseeID == state.userID ? one.requester : one.addressee,
                since: one.since)
        }
    }

    /// What is between one and others, of one status or of any; the newest first.
    public func friendships(_ status: FriendshipStatus? = nil) async throws(PostCardItError) -> [Friendship] {
        try await look().state.friendships(status)
    }

    /// Open requests, made to one or by one; the newest first.
    public func friendRequests(
        _ direction: ListFriendRequestsDirection = .incoming
    ) async throws(PostCardItError) -> [Friendship] {
        let state = try await look().state
        return state.friendships(.pending).filter { ($0.requesterID == state.userID) == (direction == .outgoing) }
    }

    /// Whom one blocks, the last blocked first.
    public func blocked() async throws(PostCardItError) -> [Friendship] {
        let state = try await look().state
        return state.friendships(.blocked).filter { $0.requesterID == state.userID }
    }

    /// One's own profile, once it was fetched.
    public func me() async throws(PostCardItError) -> User? { try await look().state.shown.me }

    /// How many received postcards are neither read nor archived.
    public func unreadCount() async throws(PostCardItError) -> Int { try await look().state.unread }

    /// How much is here, and how fresh it is.
    public func status() async throws(PostCardItError) -> Status {
        let state = try await look().state
        return Status(
            userID: state.userID, refreshedAt: state.refreshedAt, postcards: state.shown.postcards.count,
            friendships: state.shown.friendships.count, unread: state.unread, isComplete: state.isComplete)
    }
}

extension MirrorState {
    var unread: Int {
        shown.postcards.values.filter { $0.card.senderID != userID && $0.card.readAt == nil && !$0.card.isArchived }.count
    }

    func friendships(_ status: FriendshipStatus?) -> [Friendship] {
        shown.friendships.values.filter { status == nil || $0.status == status }
            .sorted { ($0.since, $0.friendshipID) > ($1.since, $1.friendshipID) }
    }

    /// What waits in the outbox and is not here yet, with the names that are known here.
    func queued(_ waiting: [OutboxItem]) -> [Postcard] {
        guard !waiting.isEmpty else { return [] }
        let arrived = Set(shown.postcards.values.compactMap(\.card.idempotencyKey))
        let known = friendships(.accepted).flatMap { [$0.requester, $0.addressee] } + [shown.me.map(UserSummary.init)].compactMap { $0 }
        let people = Dictionary(known.flatMap { [($0.userID, $0), ($0.username.lowercased(), $0)] }) { $1 }
        return waiting.filter { $0.state != .done && !arrived.contains($0.id) }.compactMap { $0.queuedPostcard(people) }
    }
}

extension Friendship {
    fileprivate var since: Date { respondedAt ?? requestedAt }
}
