import PostCardItAPI

/// A screen's content over time: loaded, loaded again, changed before the server has confirmed it.
///
/// Of two loads the later one counts, whichever ends first. A change that the server confirms while a load is under way
/// is made again on what the load brings, which may be older.
struct Shelf<Content: Sendable>: Sendable {
    typealias Ticket = Optimistic<Content>.Ticket
    typealias Edit = Optimistic<Content>.Edit

    private var content: Optimistic<Content>?
    private var failure: PostCardItError?
    private var loading: Int?
    private var confirmed: [Edit] = []
    private var counter = 0
    /// Whose content it is, so to speak: another number once everything was forgotten. What began before is not for here.
    private(set) var life = 0

    var state: LoadState<Content> {
        let shown = content?.shown
        if loading != nil { return .loading(previous: shown) }
        if let failure { return .failed(failure, previous: shown) }
        return shown.map(LoadState.loaded) ?? .idle
    }

    /// What is shown.
    var shown: Content? { content?.shown }

    /// Whether a load is under way.
    var isLoading: Bool { loading != nil }

    /// Begins a load. Its number is given back with what it brought.
    mutating func begin() -> Int {
        counter += 1
        (loading, confirmed) = (counter, [])
        return counter
    }

    /// Ends a load, unless a later one has begun. One that was cancelled leaves all as it was.
    mutating func finish(_ number: Int, _ result: Result<Content, PostCardItError>) {
        guard loading == number else { return }
        loading = nil
        switch result {
        case .success(let new):
            failure = nil
            show(confirmed.reduce(into: new) { content, edit in edit(&content) })
        case .failure(let error):
            if error.kind != .cancelled { failure = error }
        }
        confirmed = []
    }

    /// Shows content without a load, such as what is kept on this device.
    mutating func show(_ new: Content) {
        if content == nil { content = Optimistic(new) } else { content?.replace(new) }
    }

    /// Forgets everything: another user signs in.
    mutating func clear() { self = Shelf(counter: counter, life: life + 1) }

    init() {}
    private init(counter: Int, life: Int) { (self.counter, self.life) = (counter, life) }

    /// Shows a change at once; nil where there is nothing to change.
    mutating func change(_ edit: @escaping Edit) -> Ticket? {
        counter += 1
        return content?.begin(edit, counter)
    }

    /// The server has done it, and this is what it made of it.
    mutating func settle(_ ticket: Ticket?, _ edit: @escaping Edit) {
        if loading != nil { confirmed.append(edit) }
        if let ticket {
            content?.settle(ticket, edit)
        } else if var new = content?.settled {
            edit(&new)
            show(new)
        }
    }

    /// The server has not done it.
    mutating func undo(_ ticket: Ticket?) {
        if let ticket { content?.undo(ticket) }
    }
}
