/// A value that comes once: of several the first counts, and whoever waits for it is resumed once.
///
/// It stands between what may answer twice or never, such as a callback or a task that others wait for as well, and a
/// continuation, which must be resumed exactly once.
public final class Once<Value: Sendable>: Sendable {
    private struct State: Sendable {
        var value: Value?
        var waiting: CheckedContinuation<Value, Never>?
    }

    private let state = Locked(State())

    /// A value that has not come yet.
    public init() {}

    /// It has come. Whether this was the first to say so.
    @discardableResult
    public func settle(_ value: Value) -> Bool {
        let (isFirst, waiting) = state.withLock { state in
            guard state.value == nil else { return (false, CheckedContinuation<Value, Never>?.none) }
            state.value = value
            defer { state.waiting = nil }
            return (true, state.waiting)
        }
        waiting?.resume(returning: value)
        return isFirst
    }

    /// Waits for it; one may wait. As soon as the task is cancelled it is this value instead.
    public func value(orCancelled other: Value) async -> Value {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let value = state.withLock { state in
                    if state.value == nil { state.waiting = continuation }
                    return state.value
                }
                if let value { continuation.resume(returning: value) }
            }
        } onCancel: {
            settle(other)
        }
    }

    /// What a task comes to, or another value as soon as whoever waits is cancelled: the task goes on for all others.
    public static func value(of task: Task<Value, Never>, orCancelled other: Value) async -> Value {
        let mine = Once()
        Task { mine.settle(await task.value) }
        return await mine.value(orCancelled: other)
    }
}
