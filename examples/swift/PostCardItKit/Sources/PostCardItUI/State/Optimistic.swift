/// A value with changes that are shown before the server has confirmed them.
///
/// Each change is a function that may run again on a newer value. Taking one back is leaving it out: whatever else
/// happened meanwhile stays.
struct Optimistic<Value: Sendable>: Sendable {
    typealias Edit = @Sendable (inout Value) -> Void

    /// Names a change that is under way.
    struct Ticket: Hashable, Sendable { fileprivate let number: Int }

    /// What the server has confirmed.
    private(set) var settled: Value
    private var edits: [(ticket: Ticket, edit: Edit)] = []

    init(_ value: Value) { settled = value }

    /// What is shown.
    var shown: Value { edits.reduce(into: settled) { value, next in next.edit(&value) } }

    mutating func begin(_ edit: @escaping Edit, _ number: Int) -> Ticket {
        let ticket = Ticket(number: number)
        edits.append((ticket, edit))
        return ticket
    }

    /// The server has done it.
    mutating func settle(_ ticket: Ticket, _ edit: Edit) {
        undo(ticket)
        edit(&settled)
    }

    /// The server has not done it.
    mutating func undo(_ ticket: Ticket) { edits.removeAll { $0.ticket == ticket } }

    /// What the server says now. Changes under way are shown on top of it.
    mutating func replace(_ value: Value) { settled = value }
}
