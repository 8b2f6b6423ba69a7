import Foundation

/// What a mirror holds: one's profile, friendships and postcards.
///
/// A postcard that came by another way than the feed is a *put*: until the feed tells of it, it may be one that is
/// deleted by now.
struct MirrorShelf: Codable, Sendable, Hashable {
    /// A postcard, and how it came.
    struct Row: Codable, Sendable, Hashable {
        var card: Postcard
        /// The number of the put that brought it; 0 when the feed did.
        var put: Int
        /// Whether the feed told of it.
        var isTold: Bool
    }

    var me: User?
    var friendships: [String: Friendship] = [:]
    var postcards: [String: Row] = [:]

    /// Makes what is here what the change says. A change of a type that this version does not know makes nothing of it.
    ///
    /// `asked` is the number of the last put before the changes were asked for; nil for what was not asked for in its turn
    /// and may be older than what is here: then the times decide.
    mutating func take(_ change: Change, of userID: String, asked: Int?) {
        guard change.type.isKnown else { return }
        switch change.data {
        case .postcard(let card): take(card, asked: asked)
        case .friendship(let friendship):
            let held = friendships[friendship.friendshipID]
            guard held == nil || asked != nil || friendship.updatedAt >= held?.updatedAt ?? .distantPast else { return }
            friendships[friendship.friendshipID] = friendship
        case .user(let user): take(user, of: userID)
        case .unknown: return
        case nil: remove(change, of: userID)
        }
    }

    /// Keeps a card that came by another way than the feed, unless what is here is as new.
    mutating func put(_ card: Postcard, number: Int) {
        let held = postcards[card.postcardID]
        guard held == nil || card.updatedAt > held?.card.updatedAt ?? .distantPast else { return }
        postcards[card.postcardID] = Row(card: card, put: number, isTold: held?.isTold ?? false)
    }

    /// All that the feed has to tell was heard: what was put before it was asked, and is not told of, is deleted.
    mutating func settlePuts(asked: Int) {
        postcards = postcards.filter { _, row in row.put == 0 || row.put > asked || row.isTold }
    }

    /// Brings over what was put here before: the feed has yet to tell of it.
    mutating func carryPuts(from old: MirrorShelf) {
        for row in old.postcards.values where row.put > 0 { put(row.card, number: row.put) }
    }

    /// Pages are in order, whatever the clocks say: only a put that came after the question may be newer.
    private mutating func take(_ card: Postcard, asked: Int?) {
        guard let held = postcards[card.postcardID] else {
            postcards[card.postcardID] = Row(card: card, put: 0, isTold: true)
            return
        }
        let isInTurn = asked.map { held.put <= $0 } ?? false
        if isInTurn || card.updatedAt >= held.card.updatedAt {
            postcards[card.postcardID] = Row(card: card, put: 0, isTold: true)
        } else {
            postcards[card.postcardID]?.isTold = true
        }
    }

    /// One's own profile is kept; anybody's name and picture are written wherever they stand.
    private mutating func take(_ user: User, of userID: String) {
        if user.userID == userID { me = user }
        let person = UserSummary(user)
        for (id, friendship) in friendships { friendships[id] = friendship.renamed(person) }
        for (id, row) in postcards { postcards[id]?.card = row.card.renamed(person) }
    }

    /// What is not there any more. Of a person who is gone, cards and friendships go with changes of their own.
    private mutating func remove(_ change: Change, of userID: String) {
        switch change.type {
        case .friendshipChanged, .friendshipDeleted: friendships[change.id] = nil
        case .userChanged: if change.id == userID { me = nil }
        default: postcards[change.id] = nil
        }
    }
}

extension UserSummary {
    init(_ user: User) {
        self.init(
            userID: user.userID, username: user.username, fullName: user.fullName,
            profilePictureURL: user.profilePictureURL)
    }

    fileprivate var json: JSONValue { (try? WireJSON.decode(from: WireJSON.encode(self))) ?? .null }
}

extension Friendship {
    fileprivate func renamed(_ person: UserSummary) -> Friendship {
        let changes = [requesterID == person.userID ? "requester" : nil, addresseeID == person.userID ? "addressee" : nil]
        return changed(changes.compactMap { $0 }.map { ($0, person.json) }, self)
    }
}

extension Postcard {
    fileprivate func renamed(_ person: UserSummary) -> Postcard {
        var changes: [(String, JSONValue)] = []
        let name = JSONValue.string(person.fullName ?? person.username)
        if senderID == person.userID { changes += [("sender", person.json), ("senderName", name)] }
        if recipientID == person.userID { changes += [("recipient", person.json), ("recipientName", name)] }
        return changed(changes, self)
    }
}

private func changed<Value: Codable>(_ changes: [(String, JSONValue)], _ value: Value) -> Value {
    guard !changes.isEmpty else { return value }
    return (try? WireJSON.copy(value, with: Dictionary(changes) { $1 })) ?? value
}
