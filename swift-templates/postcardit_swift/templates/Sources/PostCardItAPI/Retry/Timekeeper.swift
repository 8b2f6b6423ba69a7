import Foundation

/// What time it is, and waiting. Tests give one whose time passes when they say so.
public protocol Timekeeper: Sendable {
    /// The time of day.
    var now: Date { get }
    /// Waits. Throws at once when the task is cancelled.
    func sleep(seconds: TimeInterval) async throws(CancellationError)
}

/// The machine's own clock.
public struct SystemTimekeeper: Timekeeper {
    /// The machine's own clock.
    public init() {}

    /// The time of day.
    public var now: Date { Date() }

    /// Waits. Throws at once when the task is cancelled.
    public func sleep(seconds: TimeInterval) async throws(CancellationError) {
        do {
            let bounded: TimeInterval = max(0, min(seconds, 1e9))
            try await Task.sleep(nanoseconds: UInt64(bounded * 1e9))
        } catch {
            throw CancellationError()
        }
    }
}
