import Foundation

extension Outbox {
    /// What a flush did.
    public struct Flushed: Sendable, Hashable {
        /// How many items arrived.
        public internal(set) var done = 0
        /// How many the server refused.
        public internal(set) var failed = 0
        /// How many wait on.
        public var left: Int { leftIDs.count }
        /// How many are here that this version of the app cannot read. They are left as they are.
        public internal(set) var unreadable = 0
        /// Why the last of those that wait does.
        public internal(set) var reason: OutboxItem.Reason?
        var leftIDs: Set<String> = []
        /// What the flush knew of when it ended, and did not send. Something that is left may have been queued since.
        var seenIDs: Set<String> = []
    }

    private static let turnSeconds: TimeInterval = 0.05
    private static let turns = 12_000
    private static let longestPause: TimeInterval = 300

    /// Sends what waits, each thing once. While somebody else flushes, it waits, then goes on.
    ///
    /// Without a network it ends early and says so in ``Flushed/reason``; everything waits on. An ended session is thrown:
    /// nothing is lost, and a flush after signing in goes on.
    ///
    /// - Parameters:
    ///   - progress: Hears of each item when it is being sent, and when it is known what became of it.
    ///   - transfer: Hears of the bytes of photos.
    @discardableResult
    public func flush(
        progress: (@Sendable (OutboxItem) -> Void)? = nil, transfer: (@Sendable (TransferProgress) -> Void)? = nil
    ) async throws(PostCardItError) -> Flushed {
        let userID = try await seams.identity()
        try await enter()
        defer { leave() }
        let files = seams.files(userID)
        let lock = try await turn(files)
        defer {
            lock.release()
            ring()
        }
        let tell: @Sendable (OutboxItem) -> Void = { [weak self] item in
            progress?(item)
            Task { await self?.ring() }
        }
        var round = OutboxRound(seams, files, userID: userID, tell: tell, transfer: transfer)
        try await round.run()
        return round.flushed
    }

    /// Flushes until the task is cancelled: at once, every so many seconds, and as soon as something is queued here.
    ///
    /// While there is no network it waits longer and longer, up to five minutes. While nobody is signed in it waits, too.
    public func keepFlushing(every seconds: TimeInterval = 30) async {
        var failures = 0
        while !Task.isCancelled {
            let bell = updates()
            var known = await queuedIDs()
            do throws(PostCardItError) {
                let flushed = try await flush()
                (failures, known) = (flushed.reason == nil ? 0 : failures + 1, flushed.seenIDs)
            } catch {
                let isSignedOut = [.sessionEnded, .signInRequired].contains(error.kind) || error.status == 401
                failures = isSignedOut ? 0 : failures + 1
            }
            await wait(for: bell, known: known, seconds: pause(every: seconds, failures: failures))
        }
    }

    /// Twice as long after each failure, with jitter: without it a crowd of devices would come back as one.
    func pause(every seconds: TimeInterval, failures: Int) -> TimeInterval {
        guard failures > 0 else { return seconds }
        let longest = min(Self.longestPause, seconds * pow(2, Double(min(failures - 1, 10))))
        return longest * (0.5 + 0.5 * seams.random.unit())
    }

    /// Waits this long, or until something waits that is not known. What the flush itself changed rings as well.
    private func wait(for bell: AsyncStream<Void>, known: Set<String>, seconds: TimeInterval) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [timekeeper = seams.timekeeper] in try? await timekeeper.sleep(seconds: seconds) }
            group.addTask {
                for await _ in bell where await !self.queuedIDs().isSubset(of: known) { return }
            }
            await group.next()
            group.cancelAll()
        }
    }

    private func queuedIDs() async -> Set<String> {
        Set(((try? await items()) ?? []).filter(\.isToBeSent).map(\.id))
    }

    private func turn(_ files: OutboxFiles) async throws(PostCardItError) -> FileLock {
        for _ in 0..<Self.turns {
            if let lock = try files.flushLock() { return lock }
            await Task.yield()
            do {
                try await seams.timekeeper.sleep(seconds: Self.turnSeconds)
            } catch {
                throw PostCardItError(.cancelled)
            }
        }
        throw PostCardItError(.timedOut, message: "Another program has been flushing this outbox for ten minutes.")
    }
}
