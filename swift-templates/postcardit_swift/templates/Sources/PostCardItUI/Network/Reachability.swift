import PostCardItAPI

/// Says what the network is like. Nobody asks it before a call: a call finds out by itself. It is for what waits.
public protocol Reachability: Sendable {
    /// What it is like now, and each time it changes.
    func conditions() -> AsyncStream<NetworkConditions>
}

/// A network that is as one says: for tests, previews, and systems without Network.
public final class SettableReachability: Reachability {
    private struct State: Sendable {
        var now: NetworkConditions
        var listeners: [AsyncStream<NetworkConditions>.Continuation] = []
    }

    private let state: Locked<State>

    /// A network.
    public init(_ now: NetworkConditions = .good) { state = Locked(State(now: now)) }

    /// What it is like now, and each time it changes.
    public func conditions() -> AsyncStream<NetworkConditions> {
        let (stream, listener) = AsyncStream<NetworkConditions>.makeStream(bufferingPolicy: .bufferingNewest(1))
        state.withLock { state in
            listener.yield(state.now)
            state.listeners.append(listener)
        }
        return stream
    }

    /// Makes it so.
    public func set(_ new: NetworkConditions) {
        state.withLock { state in
            guard state.now != new else { return }
            state.now = new
            for listener in state.listeners { listener.yield(new) }
        }
    }
}
