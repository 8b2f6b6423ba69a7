import PostCardItAPI

/// One sync for each wake, however many reasons there are: a push, a refresh that the system grants, a change of the
/// network.
public actor WakeSync {
    private typealias Outcome = Result<Void, PostCardItError>

    /// A sync that runs, and how many wait for it.
    private final class Round {
        var task: Task<Outcome, Never>?
        var waiting = 0
    }

    private let work: @Sendable () async throws(PostCardItError) -> Void
    private var wakes = 0
    private var done = 0
    private var running: Round?

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
    /// Whoever is cancelled waits no longer, as a wake whose time is over; the sync ends when nobody waits for it.
    ///
    /// - Returns: Whether there was a sync to wait for.
    @discardableResult
    public func sync(_ manners: SyncManners) async throws(PostCardItError) -> Bool {
        guard let round = running ?? begun(manners), let task = round.task else { return false }
        round.waiting += 1
        let outcome = await Once.value(of: task, orCancelled: .failure(PostCardItError(.cancelled)))
        round.waiting -= 1
        if round.waiting == 0 {
            task.cancel()
            end(round)
        }
        try outcome.get()
        return true
    }

    private func begun(_ manners: SyncManners) -> Round? {
        guard manners.plan != .nothing, manners.moment == .foreground || done < wakes else { return nil }
        done = wakes
        let (round, work) = (Round(), work)
        round.task = Task {
            let outcome: Outcome
            do throws(PostCardItError) {
                outcome = .success(try await work())
            } catch {
                outcome = .failure(error)
            }
            end(round)  // who comes from now on wants another one
            return outcome
        }
        running = round
        return round
    }

    private func end(_ round: Round) {
        if running === round { running = nil }
    }
}
