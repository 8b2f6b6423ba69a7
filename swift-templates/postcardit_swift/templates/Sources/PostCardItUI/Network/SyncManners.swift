import PostCardItAPI

/// How an app behaves towards the battery and the data plan: what it may do about changes and photos at a moment.
public struct SyncManners: Sendable, Hashable {
    /// When it is.
    public enum Moment: Sendable, Hashable {
        /// Somebody looks at the app.
        case foreground
        /// The system woke the app for a moment.
        case background
    }

    /// What may be done about changes.
    public enum Plan: Sendable, Hashable {
        /// Follow the feed of changes, and flush the outbox as it fills.
        case live
        /// Flush and refresh once, then be silent.
        case once
        /// Nothing.
        case nothing
    }

    /// When it is.
    public var moment: Moment
    /// What the network is like.
    public var network: NetworkConditions
    /// Whether the user asked to save power.
    public var isLowPower: Bool

    /// Manners.
    public init(_ moment: Moment, network: NetworkConditions = .good, isLowPower: Bool = LowPowerMode.isOn) {
        (self.moment, self.network, self.isLowPower) = (moment, network, isLowPower)
    }

    /// What may be done about changes. In the background nothing is followed and nothing polled; where data or power are to
    /// be saved, somebody who looks gets what is new once, and by pulling.
    public var plan: Plan {
        guard network.isReachable else { return .nothing }
        switch moment {
        case .foreground: return network.isConstrained || isLowPower ? .once : .live
        case .background: return network.isConstrained ? .nothing : .once
        }
    }

    /// Whether photos are left to the system, which sends them on power and on Wi-Fi.
    public var isDiscretionary: Bool { moment == .background || network.isConstrained || isLowPower }

    /// How photos that wait in the outbox use the network.
    public var photos: HTTPRequest.Manners { moment == .foreground ? .eager : .patient }
}
