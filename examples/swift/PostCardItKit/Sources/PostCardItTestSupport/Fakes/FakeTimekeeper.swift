import Foundation
import PostCardItAPI

/// A clock whose time passes only by waiting, and then at once.
public final class FakeTimekeeper: Timekeeper {
    private struct State: Sendable {
        var now: Date
        var pauses: [TimeInterval] = []
    }

    private let state: Locked<State>

    /// A clock that starts at this time.
    public init(_ start: Date = Date(timeIntervalSince1970: 1_795_449_180)) { state = Locked(State(now: start)) }

    /// The time of day.
    public var now: Date { state.withLock { $0.now } }

    /// How long was waited, pause by pause.
    public var pauses: [TimeInterval] { state.withLock { $0.pauses } }

    /// Lets time pass.
    public func advance(seconds: TimeInterval) {
        state.withLock { $0.now += seconds }
    }

    /// Waits without waiting. Throws when the task is cancelled.
    public func sleep(seconds: TimeInterval) async throws(CancellationError) {
        if Task.isCancelled { throw CancellationError() }
        state.withLock {
            $0.now += seconds
            $0.pauses.append(seconds)
        }
    }
}
