import Foundation

/// One thing that waits to be sent, or was. Its id is the idempotency key of its request.
///
/// Items of one ``conversation`` are sent strictly in the order of queueing; no conversation waits for another.
public struct OutboxItem: Sendable, Hashable, Codable, Identifiable {
    /// How far an item is.
    public enum State: String, Sendable, Hashable, Codable {
        /// It waits.
        case queued
        /// It is on its way.
        case sending
        /// The server refused it: a person decides whether it is retried, edited or dropped.
        case failed
        /// It arrived.
        case done
    }

    /// Why an item failed or still waits.
    public struct Reason: Sendable, Hashable, Codable {
        /// A problem's code, or `offline`, `unreadable_answer`, `interrupted`.
        public let code: String
        /// A sentence for people.
        public let sentence: String
        /// What support wants to know.
        public let requestID: String?
    }

    /// A photo that waits with a postcard.
    public struct Photo: Sendable, Hashable, Codable {
        /// How large it is.
        public let byteSize: Int
        /// What it is: `image/jpeg`.
        public let contentType: String
        /// The name of its file.
        let name: String
    }

    /// The idempotency key of its request.
    public let id: String
    /// Whose it is. It is sent in no other name.
    public let userID: String
    /// What it does once it arrives.
    public internal(set) var body: OutboxBody
    /// How far it is.
    public internal(set) var state: State = .queued
    /// Whether a flush has yet to do with it.
    var isToBeSent: Bool { state == .queued || state == .sending }
    /// Why it failed, or why the last attempt did not get through.
    public internal(set) var reason: Reason?
    /// How often it was tried.
    public internal(set) var attempts = 0
    /// Whether an attempt was made whose outcome is not known.
    public internal(set) var mayHaveArrived = false
    /// When it was queued.
    public let createdAt: Date
    /// When it changed last.
    public internal(set) var updatedAt: Date
    /// Its photo, as long as it is needed.
    public internal(set) var photo: Photo?
    /// The postcard or the friendship that it became.
    public internal(set) var resultID: String?
    let position: Int
    /// The photo at the server, once it is there.
    var uploadID: String?
    var uploadKey: String

    /// What its order is kept in.
    public var conversation: String { body.conversation }

    /// The id of the upload is known: then the card itself is what leaves next.
    var leavesNow: Bool { photo == nil || uploadID != nil }
}

extension OutboxItem: CustomStringConvertible {
    /// What it is and how far: nothing of what was written.
    public var description: String {
        let kind =
            switch body {
            case .postcard: "postcard"
            case .friendRequest: "friend request"
            case .receipts: "receipts"
            case .profile: "profile"
            }
        return "OutboxItem(\(id), \(kind), \(state.rawValue)\(reason.map { ", \($0.code)" } ?? ""))"
    }
}

extension OutboxItem {
    /// A send that waits, as the card that it will become: with its own id, and of its people what is known here.
    func queuedPostcard(_ people: [String: UserSummary]) -> Postcard? {
        guard case .postcard(let card) = body else { return nil }
        let name = card.recipientUsername ?? card.recipientID ?? ""
        let sender = people[userID] ?? UserSummary(userID: userID, username: userID)
        let recipient =
            people[card.recipientID ?? name.lowercased()]
            ?? UserSummary(userID: card.recipientID ?? "", username: name)
        return Postcard(
            postcardID: id, senderID: userID, recipientID: recipient.userID,
            senderName: sender.fullName ?? sender.username, recipientName: recipient.fullName ?? recipient.username,
            sender: sender, recipient: recipient, message: card.message, font: card.font ?? .handwritten,
            status: .queued, sentAt: createdAt, isArchived: false, createdAt: createdAt, updatedAt: updatedAt,
            idempotencyKey: id, location: card.location)
    }
}
