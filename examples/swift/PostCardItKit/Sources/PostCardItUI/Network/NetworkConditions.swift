/// What the network is like now.
public struct NetworkConditions: Sendable, Hashable {
    /// Whether there is one.
    public var isReachable: Bool
    /// Whether the user asked for little data (Low Data Mode).
    public var isConstrained: Bool
    /// Whether it costs money: cellular, or somebody's hotspot.
    public var isExpensive: Bool

    /// Conditions.
    public init(isReachable: Bool = true, isConstrained: Bool = false, isExpensive: Bool = false) {
        (self.isReachable, self.isConstrained, self.isExpensive) = (isReachable, isConstrained, isExpensive)
    }

    /// A network without limits.
    public static let good = NetworkConditions()
    /// No network.
    public static let none = NetworkConditions(isReachable: false)
}
