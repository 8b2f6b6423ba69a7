import Foundation

/// What makes an app work without a network: the outbox, the mirror, and the feed of changes, of one client and in one
/// folder.
public struct Offline: Sendable {
    /// What waits to be sent.
    public let outbox: Outbox
    /// What the server knows of one, on this device.
    public let mirror: SyncMirror
    private let pipeline: Pipeline
    private let feedOf: @Sendable (String?) -> ChangeFeed

    init(
        outbox: Outbox, mirror: SyncMirror, pipeline: Pipeline, feedOf: @escaping @Sendable (String?) -> ChangeFeed
    ) {
        (self.outbox, self.mirror, self.pipeline, self.feedOf) = (outbox, mirror, pipeline, feedOf)
    }

    /// Keeps the mirror as the server is, and the outbox empty, until the task is cancelled; without a network it waits for
    /// one. Throws when the session has ended, or when the disk cannot be read or written.
    ///
    /// - Parameter seconds: How often the outbox is looked at. What is queued here is sent at once in any case.
    public func run(flushingEvery seconds: TimeInterval = 30) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await outbox.keepFlushing(every: seconds) }
            group.addTask { try await follow() }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func follow() async throws {
        var failures = 0
        while true {
            do {
                let cursor = try await mirror.refresh().cursor
                failures = 0
                for try await event in feedOf(cursor) { try await mirror.apply(event) }
                return
            } catch let error as PostCardItError where error.isPassing {
                failures += 1
                let bound = min(Listening.lastBackoff, Listening.firstBackoff * pow(2, Double(min(failures, 10))))
                let told = min(error.retryAfter ?? 0, Listening.longestRetryAfter)
                try await pipeline.pause(max(told, bound * pipeline.random.unit()))
            }
        }
    }
}

extension PostCardItClient {
    /// The outbox and the mirror of this client. Make them once: a second pair in the same folder waits for the first.
    ///
    /// - Parameters:
    ///   - folder: Where they keep their files.
    ///   - limits: How much may wait in the outbox.
    ///   - photos: What sends the bytes of photos, such as a transport that goes on in the background; the client's own
    ///     without.
    public nonisolated func offline(
        in folder: LocalFolder = .standard(), limits: Outbox.Limits = Outbox.Limits(), photos: (any Transport)? = nil
    ) -> Offline {
        let (session, pipeline) = (session, pipeline)
        let identity: Identity = { () async throws(PostCardItError) -> String in try await session.identity() }
        let mirror = SyncMirror(
            service: self, identity: identity, folder: folder, timekeeper: pipeline.timekeeper,
            waiting: { (try? OutboxFiles(folder, userID: $0).items().items) ?? [] })
        let uploads = Uploads(pipeline, session, transport: photos)
        let seams = OutboxSeams(
            service: self, identity: identity,
            carry: { (photo, contentType, key, userID, progress) async throws(PostCardItError) -> String in
                try await uploads.only(as: userID).carry(photo, contentType: contentType, key: key, progress: progress)
                    .uploadID
            },
            files: { OutboxFiles(folder, userID: $0) },
            arrived: { (card, userID) async throws(PostCardItError) in try await mirror.put(card, of: userID) },
            timekeeper: pipeline.timekeeper, random: pipeline.random)
        return Offline(outbox: Outbox(seams, limits: limits), mirror: mirror, pipeline: pipeline) { self.changes(since: $0) }
    }
}
