import Foundation

extension Listening {
    /// Opens a socket where the server has one and would rather use it. What changed before it was open is asked for first.
    mutating func connectSocket(_ source: HintSource) async throws -> [ChangeEvent] {
        let offer = try await ask(source)
        if let offer, !offer.hasStreams { streamAt = nil }
        guard let url = offer?.socket(of: source.server) else {
            leaveSockets()
            return []
        }
        guard cursor != nil else {
            snapshot = Snapshot(isTold: false)
            return []
        }
        isOpening = true
        let opened = try await source.open(url)
        try await HintWatch.greet(opened, timekeeper: watch)
        isOpening = false
        let life = HintWatch.lifeSeconds + HintWatch.moreLifeSeconds * random.unit()
        openedAt = timekeeper.now
        socket = Socket(hints: HintWatch.hints(of: opened, life: life, timekeeper: watch))
        return []
    }

    /// What the server offers. One that does not say is met on the ways that need no asking; without a network nobody is.
    private func ask(_ source: HintSource) async throws(PostCardItError) -> RealtimeOffer? {
        do {
            return try await source.offer()
        } catch {
            guard ![.offline, .cancelled].contains(error.kind) else { throw error }
            return nil
        }
    }

    /// Waits for a hint, then asks once what has changed.
    mutating func hearHint(_ open: Socket) async throws -> [ChangeEvent] {
        if open.isDue, let cursor {
            let (heard, page) = try await read(cursor, wait: 0)
            socket?.isDue = page?.hasMore ?? true
            return heard
        }
        var hints = open.hints.makeAsyncIterator()
        guard let seq = try await hints.next() else {
            (socket, failures, mute) = (nil, 0, 0)  // as planned: another one at once
            return []
        }
        mute = 0
        socket?.isDue = seq.map { $0 > lastSeq ?? 0 } ?? true
        return []
    }

    mutating func leaveSockets() {
        (socketAt, mute) = (timekeeper.now.addingTimeInterval(Self.streamAgainSeconds), 0)
    }

    /// Whether sockets are not to be had here: one could not be opened, or several broke before they said anything.
    mutating func hasNoSocket(wasOpening: Bool, wasOpen: Bool, _ error: PostCardItError) -> Bool {
        guard ![.offline, .cancelled, .signInRequired, .sessionEnded].contains(error.kind) else { return false }
        if wasOpen { mute += 1 }
        return wasOpening || (wasOpen && mute >= Self.muteConnections)
    }
}
