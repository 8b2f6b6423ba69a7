import Foundation

/// What waits to be sent: queued on this device without a network, and sent once when there is one.
///
/// What the server refuses for good becomes `failed` and is shown with its reason until it is retried, edited or dropped.
/// Until then it holds up what was queued after it to the same person (a failed postcard the next ones, a failed friend
/// request the postcards), and nothing else. Receipts and changes of the profile each have an order of their own. A
/// person named by username and the same one named by id count as two.
///
/// Every method throws ``PostCardItError``: `signInRequired` when nobody is signed in, and `storageFailed` when the disk
/// cannot be read or written; nothing is kept then.
public actor Outbox {
    /// How much may wait for one user.
    public struct Limits: Sendable, Hashable {
        /// How many items.
        public var items = 1000
        /// How many bytes of photos.
        public var photoBytes = 500_000_000

        /// The usual limits.
        public init() {}
    }

    let seams: OutboxSeams
    private let limits: Limits
    private var bells: [Int: AsyncStream<Void>.Continuation] = [:]
    private var nextBell = 0
    private var isFlushing = false
    private var line: [Once<Bool>] = []

    init(_ seams: OutboxSeams, limits: Limits = Limits()) { (self.seams, self.limits) = (seams, limits) }

    /// Queues a postcard, with its photo if it has one: the photo must be ready to be sent, for it is sent as it is.
    @discardableResult
    public func send(
        _ card: SendPostcard, photo: Data? = nil, contentType: String = "image/jpeg"
    ) async throws(PostCardItError) -> OutboxItem {
        try await queue(.postcard(card), photo, contentType)
    }

    /// Queues a friend request.
    @discardableResult
    public func requestFriend(_ body: RequestFriend) async throws(PostCardItError) -> OutboxItem {
        try await queue(.friendRequest(body))
    }

    /// Queues what this device received and showed, up to 100 each.
    @discardableResult
    public func confirmReceipts(_ body: ConfirmReceipts) async throws(PostCardItError) -> OutboxItem {
        try await queue(.receipts(body))
    }

    /// Queues changes of the profile.
    @discardableResult
    public func updateMe(_ body: UpdateUser) async throws(PostCardItError) -> OutboxItem {
        try await queue(.profile(body))
    }

    /// What waits, is being sent or failed, in the order of queueing; with `all` also what was sent lately.
    public func items(all: Bool = false) async throws(PostCardItError) -> [OutboxItem] {
        try await files().items().items.filter { all || $0.state != .done }
    }

    /// One item. Throws `unknown_item`.
    public func item(_ id: String) async throws(PostCardItError) -> OutboxItem {
        try Self.found(try await files().item(id))
    }

    /// The photo that waits with an item; nil when there is none any more.
    public func photo(of id: String) async throws(PostCardItError) -> Data? {
        let files = try await files()
        guard let photo = try Self.found(try files.item(id)).photo else { return nil }
        return try files.photo(photo)
    }

    /// Changes a postcard that waits or failed; it is queued in its old place.
    ///
    /// Throws `being_sent` or `may_have_arrived` when the server may have the card as it is: flush first.
    @discardableResult
    public func edit(
        _ id: String, _ card: SendPostcard, photo: Patch<Data> = .keep, contentType: String = "image/jpeg"
    ) async throws(PostCardItError) -> OutboxItem {
        let body = OutboxBody.postcard(card)
        try body.check()
        let files = try await files()
        let key = "photo-\(seams.random.uuid())"
        defer { ring() }
        return try files.alone { () throws(PostCardItError) in
            var item = try Self.settled(try files.item(id), "Flush first: then it is sent, or it can be changed.")
            guard case .postcard = item.body else {
                throw OutboxRefusal.notEditable.error("Only a postcard can be changed. Drop this item and queue another one.")
            }
            (item.body, item.state, item.reason, item.updatedAt) = (body, .queued, nil, seams.timekeeper.now)
            guard let new = photo.newValue else {
                try files.save(item)
                return item
            }
            // A new photo lies beside the old one until the item names it.
            let old = item.photo
            (item.uploadID, item.uploadKey) = (nil, key)
            try requireRoom(in: files, for: new?.count ?? 0, besides: id)
            item.photo = try files.keep(new, contentType, as: key)
            try files.save(item)
            if let old { try files.removePhoto(old) }
            return item
        }
    }

    /// Queues what failed again: one item or all of them. What waits anyway is left as it is. Throws `unknown_item`.
    @discardableResult
    public func retry(_ id: String? = nil) async throws(PostCardItError) -> [OutboxItem] {
        let files = try await files()
        defer { ring() }
        return try files.alone { () throws(PostCardItError) in
            let all = try files.items().items
            if let id { _ = try Self.found(all.first { $0.id == id }) }
            var again: [OutboxItem] = []
            for var item in all where item.state == .failed && (id == nil || item.id == id) {
                (item.state, item.reason, item.updatedAt) = (.queued, nil, seams.timekeeper.now)
                try files.save(item)
                again.append(item)
            }
            return again
        }
    }

    /// Forgets an item. Throws `unknown_item`, and unless `force` `being_sent` or `may_have_arrived`.
    public func drop(_ id: String, force: Bool = false) async throws(PostCardItError) {
        let files = try await files()
        defer { ring() }
        try files.alone { () throws(PostCardItError) in
            let item = try Self.found(try files.item(id))
            if !force, item.state != .done {
                _ = try Self.settled(item, "Flush first, or force it: a card that has arrived stays with its recipient.")
            }
            try files.remove(item)
        }
    }

    /// Forgets what was sent, which is kept for a week otherwise. How many items that were.
    @discardableResult
    public func clearDone() async throws(PostCardItError) -> Int {
        let files = try await files()
        defer { ring() }
        return try files.alone { () throws(PostCardItError) in
            let done = try files.items().items.filter { $0.state == .done }
            for item in done { try files.remove(item) }
            return done.count
        }
    }

    /// Says that something changed here, from now on. Each call gives a stream of its own.
    public func updates() -> AsyncStream<Void> {
        let (stream, bell) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let number = nextBell
        nextBell += 1
        bells[number] = bell
        bell.onTermination = { _ in Task { await self.forget(bell: number) } }
        return stream
    }

    private func forget(bell number: Int) { bells[number] = nil }
    func ring() { for bell in bells.values { bell.yield() } }

    private func queue(
        _ body: OutboxBody, _ photo: Data? = nil, _ contentType: String = ""
    ) async throws(PostCardItError) -> OutboxItem {
        try body.check()
        let userID = try await seams.identity()
        let (files, now, id) = (seams.files(userID), seams.timekeeper.now, seams.random.uuid())
        defer { ring() }
        return try files.alone { () throws(PostCardItError) in
            let position = (try files.items().items.last?.position ?? 0) + 1
            try requireRoom(in: files, for: photo?.count ?? 0, besides: nil)
            var item = OutboxItem(
                id: id, userID: userID, body: body, createdAt: now, updatedAt: now, position: position,
                uploadKey: "photo-\(id)")
            item.photo = try files.keep(photo, contentType, as: item.uploadKey)
            try files.save(item)
            return item
        }
    }

    private func requireRoom(
        in files: OutboxFiles, for photoBytes: Int, besides id: String?
    ) throws(PostCardItError) {
        let waiting = try files.items().items.filter { $0.state != .done && $0.id != id }
        guard waiting.count < limits.items else {
            throw OutboxRefusal.outboxFull.error("\(waiting.count) items wait already. Flush the outbox, or drop some.")
        }
        let held = waiting.reduce(0) { $0 + ($1.photo?.byteSize ?? 0) }
        guard photoBytes == 0 || held + photoBytes <= limits.photoBytes else {
            throw OutboxRefusal.outboxFull.error("More photos would wait than may. Flush the outbox, or drop some.")
        }
    }

    func files() async throws(PostCardItError) -> OutboxFiles { seams.files(try await seams.identity()) }

    /// Waits until nobody else flushes here. Then ``leave()`` must follow. Whoever is cancelled waits no longer.
    func enter() async throws(PostCardItError) {
        guard isFlushing else { return isFlushing = true }
        let turn = Once<Bool>()
        line.append(turn)
        guard await turn.value(orCancelled: false) else { throw PostCardItError(.cancelled) }
    }

    /// The next one's turn, passing over those that wait no longer.
    func leave() {
        while !line.isEmpty {
            if line.removeFirst().settle(true) { return }
        }
        isFlushing = false
    }

    private static func found(_ item: OutboxItem?) throws(PostCardItError) -> OutboxItem {
        guard let item else { throw OutboxRefusal.unknownItem.error("The outbox has no such item.") }
        return item
    }

    private static func settled(_ item: OutboxItem?, _ hint: String) throws(PostCardItError) -> OutboxItem {
        let item = try found(item)
        if item.state == .done { throw OutboxRefusal.done.error("This item was sent and cannot be changed any more.") }
        if item.state == .sending { throw OutboxRefusal.beingSent.error("This item is being sent. \(hint)") }
        if item.mayHaveArrived {
            throw OutboxRefusal.mayHaveArrived.error("The server may have this item: an answer was lost. \(hint)")
        }
        return item
    }
}

extension Patch {
    /// What is to stand there: nil for nothing, and no answer at all where it stays.
    var newValue: Value?? {
        switch self {
        case .keep: nil
        case .clear: .some(nil)
        case .set(let value): .some(value)
        }
    }
}
