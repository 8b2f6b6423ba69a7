import Foundation

/// A value that one thread at a time may touch: `Mutex`, which iOS 16 does not have.
///
/// `@unchecked Sendable` stands here alone in the package: the value is reached through the lock and by no other way.
public final class Locked<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value

    /// Guards a value.
    public init(_ value: Value) { self.value = value }

    /// Reads or changes the value while nobody else does. Do nothing slow in it.
    public func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        lock.lock()
        defer { lock.unlock() }
        return try body(&value)
    }
}
