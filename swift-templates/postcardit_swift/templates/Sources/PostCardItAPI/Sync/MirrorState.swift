import Foundation

/// A user's mirror as a value: how what the server tells is taken in.
///
/// A page is taken only if the mirror still stands where the page was asked from: of two that refresh at once, the loser
/// drops its page and goes on from where the winner is. A snapshot goes to a shelf of its own, together with the changes
/// after it, which takes the old one's place when nothing is left.
struct MirrorState: Codable, Sendable, Hashable {
    let userID: String
    private(set) var shown = MirrorShelf()
    private(set) var refreshedAt: Date?
    private var cursor: String?
    private var seq: Int?
    private var puts = 0
    private var hasGap = false
    private var staged: Staged?

    private struct Staged: Codable, Sendable, Hashable {
        var shelf = MirrorShelf()
        var cursor: String
        var seq: Int
    }

    /// Itself as a file keeps it: without a snapshot that is not whole. It is a great many bytes, and would be old by then.
    var kept: MirrorState {
        var kept = self
        kept.staged = nil
        return kept
    }

    /// Where a mirror stands: the cursor to ask with, and the number of the last change. While `isSnapshot`, a snapshot is
    /// to be taken, from its beginning if there is no cursor.
    struct Position: Sendable, Hashable {
        let cursor: String?
        let seq: Int?
        let isSnapshot: Bool
        let puts: Int

        func isSame(as other: Position) -> Bool {
            cursor == other.cursor && seq == other.seq && isSnapshot == other.isSnapshot
        }
    }

    /// What was taken. `isAll`: nothing is left; then `hadGap` tells, once, whether changes were missed.
    struct Taken: Sendable, Hashable {
        let changes: Int
        let isAll: Bool
        let hadGap: Bool
        let cursor: String
    }

    init(userID: String) { self.userID = userID }

    /// Until it is, the first snapshot has not come whole, or one to close a gap has not.
    var isComplete: Bool { cursor != nil }

    var position: Position {
        guard let cursor else { return Position(cursor: staged?.cursor, seq: staged?.seq, isSnapshot: true, puts: puts) }
        return Position(cursor: cursor, seq: seq, isSnapshot: false, puts: puts)
    }

    /// Takes a page together with its cursor. Gives nil, and changes nothing, when the mirror has moved on meanwhile.
    mutating func take(_ page: SyncPage, asked: Position, now: Date) -> Taken? {
        guard position.isSame(as: asked) else { return nil }
        let isAll = !page.hasMore || page.nextCursor == asked.cursor
        if asked.isSnapshot { return takeSnapshot(page, asked, isWhole: isAll) }
        let new = page.changes.filter { $0.seq > seq ?? -1 }
        for change in new { shown.take(change, of: userID, asked: asked.puts) }
        (cursor, seq) = (page.nextCursor, new.last?.seq ?? seq)
        let hadGap = isAll && hasGap
        if isAll {
            shown.settlePuts(asked: asked.puts)
            (refreshedAt, hasGap) = (now, false)
        }
        return Taken(changes: new.count, isAll: isAll, hadGap: hadGap, cursor: page.nextCursor)
    }

    /// Takes one change that was heard, if it is the next one; if it is here already, changes nothing.
    ///
    /// Gives nil when it is neither, or may be another user's: then the mirror is to be refreshed.
    mutating func take(next change: Change, cursor: String) -> Taken? {
        guard let seq, let held = self.cursor, isMine(change) else { return nil }
        if change.seq <= seq { return Taken(changes: 0, isAll: true, hadGap: false, cursor: held) }
        guard change.seq - 1 == seq else { return nil }  // no sum: the highest number has none
        shown.take(change, of: userID, asked: nil)
        (self.cursor, self.seq) = (cursor, change.seq)
        return Taken(changes: 1, isAll: true, hadGap: false, cursor: cursor)
    }

    /// The server does not know this cursor any more: a snapshot is to be taken. Until it is whole, what is here is shown.
    mutating func expire(_ asked: Position) {
        guard position.isSame(as: asked) else { return }
        (cursor, seq, staged) = (nil, nil, nil)
        hasGap = hasGap || !asked.isSnapshot
    }

    /// Keeps a postcard that the server answered with. The feed tells of it later.
    mutating func put(_ card: Postcard) {
        puts += 1
        shown.put(card, number: puts)
    }

    private mutating func takeSnapshot(_ page: SyncPage, _ asked: Position, isWhole: Bool) -> Taken {
        var next = staged ?? Staged(cursor: page.nextCursor, seq: 0)
        // All of a snapshot has the same number, that of its first page.
        for change in page.changes { next.shelf.take(change, of: userID, asked: asked.puts) }
        next.seq = max(next.seq, page.changes.map(\.seq).max() ?? 0)
        next.cursor = page.nextCursor
        staged = next
        if isWhole {
            next.shelf.carryPuts(from: shown)
            (shown, cursor, seq, staged) = (next.shelf, page.nextCursor, next.seq, nil)
        }
        return Taken(changes: page.changes.count, isAll: false, hadGap: false, cursor: page.nextCursor)
    }

    /// Somebody else may have signed in while a change was on its way.
    private func isMine(_ change: Change) -> Bool {
        switch change.data {
        case .postcard(let card): [card.senderID, card.recipientID].contains(userID)
        case .friendship(let friendship): [friendship.requesterID, friendship.addresseeID].contains(userID)
        default: true
        }
    }
}
