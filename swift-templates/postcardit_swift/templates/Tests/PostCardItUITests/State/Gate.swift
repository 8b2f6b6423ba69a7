/// Holds whoever comes until it is opened, and says that somebody is there.
actor Gate {
    private var isOpen = false
    private var held: [CheckedContinuation<Void, Never>] = []
    private var lookouts: [CheckedContinuation<Void, Never>] = []

    func pass() async {
        guard !isOpen else { return }
        for lookout in lookouts { lookout.resume() }
        lookouts = []
        await withCheckedContinuation { held.append($0) }
    }

    func open() {
        isOpen = true
        for one in held { one.resume() }
        held = []
    }

    /// Waits until somebody is held.
    func arrival() async {
        if held.isEmpty, !isOpen { await withCheckedContinuation { lookouts.append($0) } }
    }
}
