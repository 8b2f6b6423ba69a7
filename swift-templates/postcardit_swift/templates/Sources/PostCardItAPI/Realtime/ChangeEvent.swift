/// A change as it was heard, or a gap where the server no longer knows what changed.
///
/// After a gap comes everything that there is, as changes (a snapshot); what is not among them is gone. Then life goes on.
public struct ChangeEvent: Sendable, Hashable {
    /// Where to go on after it: keep it together with what the change made. Whoever goes on there hears nothing less,
    /// though perhaps some changes again, for changes that came together share the cursor before the first of them.
    public let cursor: String
    /// What changed; nil for a gap.
    public let change: Change?

    /// An event.
    public init(cursor: String, change: Change?) { (self.cursor, self.change) = (cursor, change) }

    /// Whether changes were missed that nobody can tell any more: forget what you hold, what follows is all.
    public var isGap: Bool { change == nil }
}
