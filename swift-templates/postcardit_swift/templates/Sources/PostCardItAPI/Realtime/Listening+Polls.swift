import Foundation

extension Listening {
    /// Asks, and waits for an answer as long as the server does.
    mutating func poll(_ cursor: String) async throws -> [ChangeEvent] {
        let start = timekeeper.now
        let (heard, page) = try await read(cursor, wait: Self.waitSeconds)
        guard let page else { return heard }
        if page.changes.isEmpty, timekeeper.now.timeIntervalSince(start) < Double(Self.waitSeconds) / 2 {
            try await pause(backoff())  // a server that does not wait
        } else {
            failures = 0
        }
        return heard
    }

    /// Asks for what comes after the cursor. Without a page a turn stands behind what was heard.
    mutating func read(_ cursor: String, wait: Int) async throws -> (heard: [ChangeEvent], page: SyncPage?) {
        let page = try await service.syncChanges(cursor: cursor, limit: Self.limit, wait: wait)
        var heard: [ChangeEvent] = []
        for (number, change) in page.changes.enumerated() {
            let isLast = number == page.changes.count - 1
            do {
                heard += try take(change, isLast ? page.nextCursor : cursor)
            } catch let turn as Turn {
                guard !heard.isEmpty else { throw turn }
                later = turn
                return (heard, nil)
            }
        }
        self.cursor = page.nextCursor
        return (heard, page)
    }

    /// Reads on where the last try ended. What happens meanwhile comes behind it, and is told in any case.
    mutating func readSnapshot(_ reading: Snapshot) async throws -> [ChangeEvent] {
        let page = try await service.syncChanges(cursor: reading.cursor, limit: Self.limit, wait: 0)
        var reading = reading
        if reading.head == nil, let first = page.changes.first {
            (reading.head, lastSeq) = (first.seq, first.seq)
        }
        var heard: [ChangeEvent] = []
        for (number, change) in page.changes.enumerated() {
            let isLast = number == page.changes.count - 1 && !page.hasMore
            if change.seq != reading.head {
                heard += try take(change, isLast ? page.nextCursor : reading.cursor ?? page.nextCursor)
            } else if reading.isTold, let cursor {
                heard.append(ChangeEvent(cursor: isLast ? page.nextCursor : cursor, change: change))
            }
        }
        reading.cursor = page.nextCursor
        snapshot = page.hasMore ? reading : nil
        if !page.hasMore { cursor = page.nextCursor }
        return heard
    }
}
