import Foundation
import PostCardItTestSupport

@testable import PostCardItAPI

/// A server's truth about one user, and the feed that tells of it: snapshots in pages, changes, tombstones, and cursors
/// that it forgets.
struct WorldServer {
    static let me = "user-me"
    private(set) var cards: [String: Postcard] = [:]
    private(set) var friendships: [String: Friendship] = [:]
    private(set) var user = User.preview(["userId": .string(me), "username": "me", "fullName": nil, "profilePictureUrl": nil])
    private var log: [(type: ChangeType, id: String)] = []
    private var forgotten = 0
    private var clock = 1_795_449_180.0
    private var made = 0

    mutating func sendCard(key: String? = nil) -> Postcard {
        let card = card(from: summary, to: Self.bob, key: key)
        log.append((.postcardChanged, card.postcardID))
        return card
    }

    mutating func receiveCard() {
        log.append((.postcardReceived, card(from: Self.bob, to: summary, key: nil).postcardID))
    }

    mutating func changeCard(_ pick: UInt64) -> Postcard? {
        guard let id = Self.picked(cards, pick), let card = cards[id] else { return nil }
        made += 1
        cards[id] = Self.card(card, message: "m\(made)", updatedAt: now())
        log.append((.postcardChanged, id))
        return cards[id]
    }

    private var summary: UserSummary { UserSummary(userID: Self.me, username: user.username) }
    private static let bob = UserSummary(userID: "user-bob", username: "bob")

    private mutating func card(from sender: UserSummary, to recipient: UserSummary, key: String?) -> Postcard {
        made += 1
        let (id, now) = ("card-\(Self.digits(made))", now())
        let card = Postcard(
            postcardID: id, senderID: sender.userID, recipientID: recipient.userID, senderName: sender.username,
            recipientName: recipient.username, sender: sender, recipient: recipient, message: "m\(made)",
            font: .handwritten, status: .sent, sentAt: now, isArchived: false, createdAt: now, updatedAt: now,
            idempotencyKey: key)
        cards[id] = card
        return card
    }

    private static func card(
        _ card: Postcard, message: String? = nil, updatedAt: Date? = nil, me: UserSummary? = nil
    ) -> Postcard {
        let sender = card.senderID == me?.userID ? me ?? card.sender : card.sender
        let recipient = card.recipientID == me?.userID ? me ?? card.recipient : card.recipient
        return Postcard(
            postcardID: card.postcardID, senderID: card.senderID, recipientID: card.recipientID,
            senderName: sender.username, recipientName: recipient.username, sender: sender, recipient: recipient,
            message: message ?? card.message, font: card.font, status: card.status, sentAt: card.sentAt,
            isArchived: card.isArchived, createdAt: card.createdAt, updatedAt: updatedAt ?? card.updatedAt,
            idempotencyKey: card.idempotencyKey)
    }

    mutating func deleteCard(_ pick: UInt64) {
        guard let id = Self.picked(cards, pick) else { return }
        cards[id] = nil
        log.append((.postcardDeleted, id))
    }

    mutating func befriend() {
        made += 1
        let id = "friend-\(Self.digits(made))"
        friendships[id] = Friendship.preview([
            "friendshipId": .string(id), "requesterId": .string(Self.me), "addresseeId": .string("user-\(made)"),
            "requester": person(Self.me, user.username), "addressee": person("user-\(made)", "u\(made)"),
            "status": made % 2 == 0 ? "accepted" : "pending", "updatedAt": .string(RFC3339.string(from: now())),
        ])
        log.append((.friendshipChanged, id))
    }

    mutating func unfriend(_ pick: UInt64) {
        guard let id = Self.picked(friendships, pick) else { return }
        friendships[id] = nil
        log.append((.friendshipDeleted, id))
    }

    /// One's own name changes, wherever it stands.
    mutating func rename() {
        made += 1
        let name = "me\(made)"
        user = User.preview([
            "userId": .string(Self.me), "username": .string(name), "fullName": nil, "profilePictureUrl": nil,
        ])
        for (id, card) in cards { cards[id] = Self.card(card, me: summary) }
        for (id, one) in friendships { friendships[id] = try? WireJSON.copy(one, with: ["requester": person(Self.me, name)]) }
        log.append((.userChanged, Self.me))
    }

    /// Cursors of before now are forgotten.
    mutating func forget() { forgotten = log.count }

    /// The newest change, as a stream tells it.
    var last: ChangeEvent? { log.isEmpty ? nil : ChangeEvent(cursor: "c:\(log.count)", change: change(log.count)) }

    /// A page of the feed; nil for a cursor that is forgotten.
    func page(_ cursor: String?, limit: Int) -> SyncPage? {
        let parts = (cursor ?? "s:\(log.count):").split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let head = Int(parts[1]) ?? 0
        guard head >= forgotten else { return nil }
        if parts[0] == "c" {
            let end = min(log.count, head + limit)
            let changes = head < end ? (head + 1...end).map(change) : []
            return SyncPage(changes: changes, nextCursor: "c:\(end)", hasMore: end < log.count)
        }
        let all = ([Self.me] + cards.keys + friendships.keys).sorted().filter { $0 > parts[2] }
        let some = all.prefix(limit)
        let changes = some.map { id in
            Change(seq: head, type: type(of: id), id: id, occurredAt: Date(timeIntervalSince1970: clock), data: data(id))
        }
        let isLast = some.count == all.count
        return SyncPage(changes: changes, nextCursor: isLast ? "c:\(head)" : "s:\(head):\(some.last ?? "")", hasMore: !isLast || head < log.count)
    }

    private func change(_ seq: Int) -> Change {
        let entry = log[seq - 1]
        return Change(
            seq: seq, type: entry.type, id: entry.id, occurredAt: Date(timeIntervalSince1970: clock), data: data(entry.id))
    }

    private func type(of id: String) -> ChangeType {
        id.hasPrefix("card") ? .postcardChanged : id.hasPrefix("friend") ? .friendshipChanged : .userChanged
    }

    private func data(_ id: String) -> ChangeData? {
        if id == Self.me { return .user(user) }
        return cards[id].map(ChangeData.postcard) ?? friendships[id].map(ChangeData.friendship)
    }

    private mutating func now() -> Date {
        clock += 1
        return Date(timeIntervalSince1970: clock)
    }

    private func person(_ id: String, _ name: String) -> JSONValue { ["userId": .string(id), "username": .string(name)] }
    private static func digits(_ number: Int) -> String { String(repeating: "0", count: 5 - "\(number)".count) + "\(number)" }

    private static func picked<Value>(_ items: [String: Value], _ pick: UInt64) -> String? {
        let ids = items.keys.sorted()
        return ids.isEmpty ? nil : ids[Int(pick % UInt64(ids.count))]
    }
}
