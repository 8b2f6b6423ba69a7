#if canImport(Network)
import Dispatch
import Network

/// The system's own word about the network.
public struct PathReachability: Reachability {
    /// The system's own word.
    public init() {}

    /// What it is like now, and each time it changes. The monitor ends with the stream.
    public func conditions() -> AsyncStream<NetworkConditions> {
        let (stream, listener) = AsyncStream<NetworkConditions>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let monitor = NWPathMonitor()
        monitor.pathUpdateHandler = { path in listener.yield(NetworkConditions(path)) }
        listener.onTermination = { _ in monitor.cancel() }
        monitor.start(queue: DispatchQueue(label: "postcardit.reachability"))
        return stream
    }
}

extension NetworkConditions {
    /// What a path is like.
    public init(_ path: NWPath) {
        self.init(
            isReachable: path.status == .satisfied, isConstrained: path.isConstrained, isExpensive: path.isExpensive)
    }
}
#endif
