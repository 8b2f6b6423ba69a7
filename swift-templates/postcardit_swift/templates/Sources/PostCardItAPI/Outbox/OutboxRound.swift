import Foundation

/// One round through an outbox: what waits is sent, in order, each thing once.
///
/// The item is marked as `sending` before its request leaves, and as what became of it after; a round that dies in
/// between leaves an item that the next one sends again, with the same key and the same body.
struct OutboxRound {
    let seams: OutboxSeams
    let files: OutboxFiles
    let userID: String
    let tell: (@Sendable (OutboxItem) -> Void)?
    let transfer: (@Sendable (TransferProgress) -> Void)?

    private(set) var flushed = Outbox.Flushed()
    private var skipping: Set<String> = []
    /// What is not done, in the order of queueing, as it was read or made last.
    private var waiting: [OutboxItem] = []
    /// The item that is being sent, as it was before this attempt.
    private var task: OutboxItem?

    static let keptSeconds: TimeInterval = 7 * 86_400
    static let keptItems = 100

    init(
        _ seams: OutboxSeams, _ files: OutboxFiles, userID: String, tell: (@Sendable (OutboxItem) -> Void)?,
        transfer: (@Sendable (TransferProgress) -> Void)?
    ) {
        (self.seams, self.files, self.userID) = (seams, files, userID)
        (self.tell, self.transfer) = (tell, transfer)
    }

    /// What an item came to.
    private enum Arrival {
        case postcard(Postcard)
        case friendship(Friendship)
        case plain
        /// Somebody dropped it while its photo was on its way.
        case dropped
    }

    /// Sends the head of each conversation until nothing is left that can be sent.
    mutating func run() async throws(PostCardItError) {
        try begin()
        while let item = try await next() {
            task = item
            do throws(PostCardItError) {
                let arrival = try await send(item)
                try await finish(item, arrival)
            } catch {
                let judged = task ?? item
                let verdict = OutboxVerdict(error, judged)
                try await settle(error, verdict, judged)
                if verdict == .raised { throw error }
                if verdict == .offline { break }
            }
        }
        let (items, unreadable) = try files.items()
        flushed.leftIDs = Set(items.filter(\.isToBeSent).map(\.id))
        flushed.seenIDs = Set(waiting.filter(\.isToBeSent).map(\.id))
        flushed.unreadable = unreadable
    }

    /// Queues again what a dead round left, and forgets what was done long ago.
    private func begin() throws(PostCardItError) {
        let old = seams.timekeeper.now.addingTimeInterval(-Self.keptSeconds)
        try files.alone { () throws(PostCardItError) in
            let items = try files.items().items
            for var item in items where item.state == .sending {
                item.state = .queued
                try files.save(item)
            }
            let done = items.filter { $0.state == .done }.sorted { $0.updatedAt > $1.updatedAt }
            for (number, item) in done.enumerated() where number >= Self.keptItems || item.updatedAt < old {
                try files.remove(item)
            }
            try files.sweep()
        }
    }

    /// The next item, from now on `sending`, as it was before; nil when there is none but in the conversations skipped.
    ///
    /// The whole outbox is read when nothing is left of what was read, or when something is not as it was: others may
    /// queue, edit and drop meanwhile.
    private mutating func next() async throws(PostCardItError) -> OutboxItem? {
        guard try await seams.identity() == userID else { throw PostCardItError(.signInRequired) }
        var isFresh = false
        while true {
            guard let before = head else {
                if isFresh { return nil }
                waiting = try files.items().items.filter { $0.state != .done && $0.userID == userID }
                isFresh = true
                continue
            }
            let now = seams.timekeeper.now
            let taken = try files.alone { () throws(PostCardItError) -> OutboxItem? in
                guard var item = try files.item(before.id), item == before else { return nil }
                (item.state, item.attempts, item.updatedAt) = (.sending, item.attempts + 1, now)
                item.mayHaveArrived = item.mayHaveArrived || item.leavesNow
                try files.save(item)
                return item
            }
            guard let taken else {
                (waiting, isFresh) = ([], false)
                continue
            }
            tell?(taken)
            return before
        }
    }

    /// The head of a conversation: the first of its items that is not done, if that is queued. What was tried less often
    /// comes first, so that an item on which the server fails again and again holds up no other conversation.
    private var head: OutboxItem? {
        var seen = skipping
        let heads = waiting.filter { seen.insert($0.conversation).inserted && $0.state == .queued }
        return heads.min { ($0.attempts, $0.position) < ($1.attempts, $1.position) }
    }

    private mutating func send(_ item: OutboxItem) async throws(PostCardItError) -> Arrival {
        switch item.body {
        case .postcard(let card):
            return item.photo == nil ? .postcard(try await sent(card, item.id)) : try await sendWithPhoto(card, item)
        case .friendRequest(let body):
            return .friendship(try await reply(to: try APIRequest<Friendship>.requestFriend(body, idempotencyKey: item.id)))
        case .receipts(let body):
            _ = try await reply(to: try APIRequest<Receipts>.confirmReceipts(body))
        case .profile(let body):
            _ = try await reply(to: try APIRequest<User>.updateMe(body))
        }
        return .plain
    }

    /// The card with the upload that is noted for it: the same body each time, until the server has it no more.
    private mutating func sendWithPhoto(_ card: SendPostcard, _ item: OutboxItem) async throws(PostCardItError) -> Arrival {
        var card = card
        if let uploadID = item.uploadID {
            card.uploadID = uploadID
            do throws(PostCardItError) {
                return .postcard(try await sent(card, item.id))
            } catch {
                guard error.code == .unknownImage else { throw error }
            }
            guard try forgetUpload() else { return .dropped }
        }
        var uploadID: String?
        do throws(PostCardItError) {
            uploadID = try await carried()
        } catch {
            guard error.code == .notFound || error.code == .idempotencyKeyReused else { throw error }
            guard try forgetUpload() else { return .dropped }
            uploadID = try await carried()
        }
        guard let uploadID,
            try change(item.id, { ($0.uploadID, $0.mayHaveArrived) = (uploadID, true) }) != nil
        else { return .dropped }
        card.uploadID = uploadID
        return .postcard(try await sent(card, item.id))
    }

    private func sent(_ card: SendPostcard, _ key: String) async throws(PostCardItError) -> Postcard {
        try await reply(to: try APIRequest<Postcard>.sendPostcard(card, idempotencyKey: key))
    }

    private func carried() async throws(PostCardItError) -> String? {
        guard let task, let info = task.photo, let photo = try files.photo(info) else { return nil }
        return try await seams.carry(photo, info.contentType, task.uploadKey, userID, transfer)
    }

    /// The server has the photo no more, and so it never had the card. False if the item was dropped meanwhile.
    private mutating func forgetUpload() throws(PostCardItError) -> Bool {
        let key = "photo-\(seams.random.uuid())"
        guard let id = task?.id else { return false }
        let forgotten = try change(id) { ($0.uploadID, $0.uploadKey, $0.mayHaveArrived) = (nil, key, false) }
        task?.uploadID = nil
        task?.uploadKey = key
        task?.mayHaveArrived = false
        return forgotten != nil
    }

    private func reply<Reply>(to request: APIRequest<Reply>) async throws(PostCardItError) -> Reply {
        var request = request
        request.userID = userID
        return try await seams.service.response(to: request).value
    }

    /// It arrived. The mirror has the card before the outbox lets go of it: nobody sees neither, and one key tells who
    /// sees both that they are one.
    private mutating func finish(_ item: OutboxItem, _ arrival: Arrival) async throws(PostCardItError) {
        var resultID: String?
        switch arrival {
        case .dropped: return
        case .plain: break
        case .friendship(let friendship): resultID = friendship.friendshipID
        case .postcard(let card):
            resultID = card.postcardID
            try await seams.arrived(card, userID)
        }
        let now = seams.timekeeper.now
        let done = try change(item.id) { item in
            (item.state, item.reason, item.mayHaveArrived, item.photo) = (.done, nil, false, nil)
            (item.resultID, item.updatedAt) = (resultID, now)
        }
        if let photo = item.photo { try files.removePhoto(photo) }
        flushed.done += 1
        if let done { tell?(done) }
    }

    private mutating func settle(
        _ error: PostCardItError, _ verdict: OutboxVerdict, _ item: OutboxItem
    ) async throws(PostCardItError) {
        if verdict == .arrived { return try await finish(item, .plain) }
        let reason = OutboxItem.Reason(error)
        let doubt = item.doubt(after: error, before: item.mayHaveArrived)
        let isRefused = verdict == .refused
        let isPhoto = error.operation == .createUpload || error.operation == .getUpload || error.code == .uploadRejected
        let (now, key) = (seams.timekeeper.now, "photo-\(seams.random.uuid())")
        if isRefused {
            flushed.failed += 1
        } else {
            flushed.reason = reason
            skipping.insert(item.conversation)
        }
        let changed = try change(item.id) { item in
            (item.state, item.reason, item.updatedAt) = (isRefused ? .failed : .queued, reason, now)
            if isRefused { item.mayHaveArrived = doubt ?? false } else if let doubt { item.mayHaveArrived = doubt }
            if isRefused, isPhoto { (item.uploadID, item.uploadKey) = (nil, key) }  // what is retried is uploaded anew
        }
        if let changed { tell?(changed) }
    }

    /// Changes an item as it is now, if it is still there.
    @discardableResult
    private mutating func change(_ id: String, _ edit: (inout OutboxItem) -> Void) throws(PostCardItError) -> OutboxItem? {
        let changed = try files.alone { () throws(PostCardItError) -> OutboxItem? in
            guard var item = try files.item(id) else { return nil }
            edit(&item)
            try files.save(item)
            return item
        }
        if let index = waiting.firstIndex(where: { $0.id == id }) {
            if let changed, changed.state != .done { waiting[index] = changed } else { waiting.remove(at: index) }
        }
        return changed
    }
}
