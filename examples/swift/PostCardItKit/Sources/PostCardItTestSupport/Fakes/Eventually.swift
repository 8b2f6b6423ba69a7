/// What a test waited for in vain.
public struct NeverCame: Error, CustomStringConvertible {
    /// What was to come.
    public let what: String
    /// How long it was waited for.
    public let limit: Duration

    /// What was to come, and for how long it was waited.
    public var description: String { "\(what): this was not so within \(limit)." }
}

/// Waits until something is so, while others go on. Throws ``NeverCame`` in the end: a test that waits without end hangs
/// and says nothing.
///
/// ```swift
/// try await eventually("the card is sent") { office.cards.count == 1 }
/// ```
public func eventually(
    _ what: String, within limit: Duration = .seconds(60), isolation: isolated (any Actor)? = #isolation,
    _ isSo: () throws -> Bool
) async throws {
    let end = ContinuousClock.now + limit
    while try !isSo() {
        try Task.checkCancellation()
        guard ContinuousClock.now < end else { throw NeverCame(what: what, limit: limit) }
        await Task.yield()
    }
}
