import PostCardItAPI

/// One sync for each wake, however many reasons there are: a push, a refresh that the system grants, a change of the
/// network.
public actor WakeSync {
    private let work: @Sendable () async throws(PostCardItError) -> Void
    private var wakes = 0
    private var done = 0
    private var running: Task<Result<Void, PostCardItError>, Never>?

    /// A sync by this function.
    public init(_ work: @escaping @Sendable () async throws(PostCardItError) -> Void) { self.work = work }

    /// A sync of an app's outbox and mirror: what waits leaves, then what is new comes.
    public init(_ offline: Offline) {
        work = { () async throws(PostCardItError) in
            try await offline.outbox.flush()
            try await offline.mirror.refresh()
        }
    }

    /// The system has woken the app: one sync may follow.
    public func wake() { wakes += 1 }

    /// Syncs, unless that was done since the last wake or the manners forbid it. Who comes while a sync runs waits for it.
    ///
    /// - Returns: Whether there was a sync to wait for.
    @discardableResult
    public func sync(_ manners: SyncManners) async throws(PostCardItError) -> Bool {
        if let running {
            try await running.value.get()
            return true
        }
        guard manners.plan != .nothing, manners.moment == .foreground || done < wakes else { return false }
        done = wakes
        let task = Task { [work] () -> Result<Void, PostCardItError> in
            do throws(PostCardItError) {
                return .success(try await work())
            } catch {
                return .failure(error)
            }
        }
        running = task
        let result = await withTaskCancellationHandler { await task.value } onCancel: { task.cancel() }
        running = nil
        try result.get()
        return true
    }
}
