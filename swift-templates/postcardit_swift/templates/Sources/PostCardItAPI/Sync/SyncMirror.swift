import Foundation

/// The mirror: one's own part of the server's state, on this device.
///
/// It is kept for each user who signs in, in one file that is written whole or not at all, and answers without the
/// server. What waits in the outbox is listed among the postcards, as `queued`: a card is listed once, for a queued card
/// has the id that becomes the idempotency key of the card that the server makes of it.
///
/// Every method throws ``PostCardItError``: `signInRequired` when nobody is signed in, and `storageFailed`.
public actor SyncMirror {
    /// What a refresh brought.
    public struct Refreshed: Sendable, Hashable {
        /// How many changes.
        public let changes: Int
        /// Whether there are changes that one could not hear of, for the server keeps them for a month only. The mirror
        /// itself is whole again.
        public let hadGap: Bool
        /// Where it ended.
        public let cursor: String
    }

    private let service: any PostCardItService
    private let identity: Identity
    private let folder: LocalFolder
    private let timekeeper: any Timekeeper
    let waiting: @Sendable (_ userID: String) -> [OutboxItem]
    private var held: MirrorState?
    private var bells: [Int: AsyncStream<Void>.Continuation] = [:]
    private var nextBell = 0

    private var fileBytes = 0
    private var writtenAt = Date.distantPast

    private static let page = 200
    /// A file of more bytes is not written for each change that is heard, but once in so many seconds: what it lacks is
    /// fetched again by the cursor that it holds.
    private static let largeBytes = 200_000
    private static let largeSeconds: TimeInterval = 30
    /// A snapshot whose cursors expire while it is fetched is begun again this often.
    private static let losses = 3

    init(
        service: any PostCardItService, identity: @escaping Identity, folder: LocalFolder, timekeeper: any Timekeeper,
        waiting: @escaping @Sendable (_ userID: String) -> [OutboxItem] = { _ in [] }
    ) {
        (self.service, self.identity, self.folder) = (service, identity, folder.folder("mirror"))
        (self.timekeeper, self.waiting) = (timekeeper, waiting)
    }

    /// Fetches what changed, until nothing is left: `GET /v1/sync`.
    ///
    /// Any number of tasks may refresh at once. What was fetched before a failure stays. Throws `signInRequired` also when
    /// somebody else signs in meanwhile.
    ///
    /// - Parameter wait: If nothing changed, how many seconds to wait for it, up to 25.
    @discardableResult
    public func refresh(wait: Int? = nil) async throws(PostCardItError) -> Refreshed {
        let userID = try await identity()
        var (changes, losses, hadGap) = (0, 0, false)
        var wait = wait
        while true {
            let asked = try state(of: userID).position
            let page: SyncPage
            do throws(PostCardItError) {
                page = try await fetch(asked.cursor, wait, userID)
            } catch {
                losses += 1
                // A cursor that is kept here is the server's own. If it is invalid, the server was set up anew.
                let isUnknown = error.code == .cursorExpired || error.code == .invalidCursor
                guard losses <= Self.losses, asked.cursor != nil, isUnknown else { throw error }
                hadGap = hadGap || !asked.isSnapshot
                try change(userID) { $0.expire(asked) }
                continue
            }
            wait = nil
            let now = timekeeper.now
            guard let taken = try change(userID, { $0.take(page, asked: asked, now: now) }) else { continue }
            changes += taken.changes
            if taken.isAll { return Refreshed(changes: changes, hadGap: hadGap || taken.hadGap, cursor: taken.cursor) }
        }
    }

    /// Takes a change that a ``ChangeFeed`` gave. One that does not follow on what is here refreshes.
    @discardableResult
    public func apply(_ event: ChangeEvent) async throws(PostCardItError) -> Refreshed {
        let userID = try await identity()
        if let change = event.change,
            let taken = try self.change(userID, canWait: true, { $0.take(next: change, cursor: event.cursor) })
        {
            return Refreshed(changes: taken.changes, hadGap: taken.hadGap, cursor: taken.cursor)
        }
        return try await refresh()
    }

    /// Forgets one's mirror: the next refresh fetches everything. The outbox stays as it is.
    public func reset() async throws(PostCardItError) {
        let userID = try await identity()
        held = nil
        try folder.remove(Self.file(userID))
        ring()
    }

    /// Where to go on listening: the cursor of what is here; nil when nothing is.
    public func cursor() async throws(PostCardItError) -> String? {
        let position = try state(of: try await identity()).position
        return position.isSnapshot ? nil : position.cursor
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

    /// Keeps a postcard that the server answered with, unless what is here is as new.
    func put(_ card: Postcard, of userID: String) throws(PostCardItError) { try change(userID) { $0.put(card) } }

    /// What is here, and what waits in the outbox. What waits is read first: a card that arrives between the two is in
    /// both then, and its key tells that it is one.
    func look() async throws(PostCardItError) -> (state: MirrorState, waiting: [OutboxItem]) {
        let userID = try await identity()
        let waiting = waiting(userID)
        return (try state(of: userID), waiting)
    }

    private func fetch(_ cursor: String?, _ wait: Int?, _ userID: String) async throws(PostCardItError) -> SyncPage {
        var request = try APIRequest<SyncPage>.syncChanges(cursor: cursor, limit: Self.page, wait: wait)
        request.userID = userID
        return try await service.response(to: request).value
    }

    private func state(of userID: String) throws(PostCardItError) -> MirrorState {
        if let held, held.userID == userID { return held }
        try folder.sweep(Self.file(userID))
        // What this version cannot read is fetched anew: it is a copy.
        let kept = try folder.read(Self.file(userID)).flatMap { try? WireJSON.decode(MirrorState.self, from: $0) }
        let state = kept.flatMap { $0.userID == userID ? $0 : nil } ?? MirrorState(userID: userID)
        held = state
        return state
    }

    @discardableResult
    private func change<Result>(
        _ userID: String, canWait: Bool = false, _ edit: (inout MirrorState) -> Result
    ) throws(PostCardItError) -> Result {
        let before = try state(of: userID)
        var after = before
        let result = edit(&after)
        guard after != before else { return result }
        let now = timekeeper.now
        let isEarly = fileBytes > Self.largeBytes && now.timeIntervalSince(writtenAt) < Self.largeSeconds
        if after.kept != before.kept, !(canWait && isEarly) {
            guard let data = try? WireJSON.encode(after.kept) else { throw PostCardItError(.storageFailed) }
            try folder.write(data, to: Self.file(userID))
            (fileBytes, writtenAt) = (data.count, now)
        }
        held = after
        ring()
        return result
    }

    private func forget(bell number: Int) { bells[number] = nil }
    private func ring() { for bell in bells.values { bell.yield() } }

    private static func file(_ userID: String) -> String {
        "\(SHA256Digest.hex(of: Data(userID.utf8)).prefix(16)).json"
    }
}
