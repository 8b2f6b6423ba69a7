import Foundation

/// How every change is heard once and in order, though connections break and proxies hold streams back: what was heard
/// last, and how to go on.
struct Listening: Sendable {
    /// How long a stream may say nothing: the server has a heartbeat of 15 seconds.
    static let silenceSeconds: TimeInterval = 45
    /// When to try a stream again where none was to be had.
    static let streamAgainSeconds: TimeInterval = 300
    /// How many connections in a row may end without a byte before streams count as not to be had.
    static let muteConnections = 3
    static let waitSeconds = 25
    static let limit = 500
    static let (firstBackoff, lastBackoff): (TimeInterval, TimeInterval) = (0.5, 30)
    static let longestRetry: TimeInterval = 60
    /// The longest Retry-After that is believed: a header that is wrong is not to silence an app for a day.
    static let longestRetryAfter: TimeInterval = 300
    /// How long a connection must have lived for its end to be no failure. One that ends sooner each time is tried again
    /// later and later, whatever it said in its short life.
    static let settledSeconds: TimeInterval = 30

    let service: any PostCardItService
    let timekeeper: any Timekeeper
    let watch: any Timekeeper
    let random: any RandomSource
    let hints: HintSource?

    var cursor: String?
    var lastSeq: Int?
    var streamAt: Date?
    var connection: Connection?
    var socketAt: Date?
    var socket: Socket?
    var isOpening = false
    var snapshot: Snapshot?
    var failures = 0
    var mute = 0
    var wasHeard = false
    var openedAt: Date?
    var isStreaming = false
    /// What stands after that which was told last.
    var later: Turn?
    var retrySeconds: TimeInterval = 0

    /// A stream that is open.
    struct Connection: Sendable {
        let pieces: AsyncThrowingStream<Data, any Error>
        var parser = EventParser()
    }

    /// A socket that is open. What it hints at is due until it was asked for; so is what changed before it was open.
    struct Socket: Sendable {
        let hints: AsyncThrowingStream<Int?, any Error>
        var isDue = true
    }

    /// How much of everything that there is has been read. One that is not told is read for its end alone.
    struct Snapshot: Sendable {
        let isTold: Bool
        var cursor: String?
        var head: Int?
    }

    /// Why one way of listening is left for another.
    enum Turn: Error {
        /// A stream is not to be had here, or not to be trusted.
        case noStream
        /// Numbers are missing.
        case jumped
    }

    init(
        _ service: any PostCardItService, since cursor: String? = nil, streams: Bool = true, hints: HintSource? = nil,
        timekeeper: any Timekeeper = SystemTimekeeper(), watch: (any Timekeeper)? = nil,
        random: any RandomSource = SystemRandomSource()
    ) {
        (self.service, self.cursor, self.timekeeper) = (service, cursor, timekeeper)
        (self.watch, self.random) = (watch ?? timekeeper, random)
        (self.hints, streamAt, socketAt) = (hints, streams ? .distantPast : nil, hints == nil ? nil : .distantPast)
    }

    /// Goes on: what was heard, which may be nothing. Throws what does not pass by itself.
    mutating func step() async throws(PostCardItError) -> [ChangeEvent] {
        do {
            return try await goOn()
        } catch {
            return try await recover(from: error)
        }
    }

    private mutating func goOn() async throws -> [ChangeEvent] {
        if let turn = later {
            later = nil
            throw turn
        }
        if let connection { return try await hear(connection) }
        if let snapshot { return try await readSnapshot(snapshot) }
        if let socket { return try await hearHint(socket) }
        if let hints, let socketAt, timekeeper.now >= socketAt { return try await connectSocket(hints) }
        if let streamAt, timekeeper.now >= streamAt {
            try await connect()
            return []
        }
        guard let cursor else {
            snapshot = Snapshot(isTold: false)
            return []
        }
        return try await poll(cursor)
    }

    /// What a failure means: another way, everything from the beginning, a pause, or the end.
    private mutating func recover(from error: any Error) async throws(PostCardItError) -> [ChangeEvent] {
        let (wasStreaming, wasOpening, wasOpen) = (isStreaming, isOpening, socket != nil)
        if hasSettled { (failures, mute) = (0, 0) }
        close()
        if let turn = error as? Turn {
            if turn == .jumped { return try await tellGap() }
            leaveStreams()
            return []
        }
        let error = Self.typed(error)
        if wasStreaming, hasNoStream(error) || isMute(error) {
            leaveStreams()
            return []
        }
        if hasNoSocket(wasOpening: wasOpening, wasOpen: wasOpen, error) {
            leaveSockets()
            return []
        }
        if error.code == .cursorExpired { return try await tellGap() }
        guard passes(error) else { throw error }
        try await pause(max(min(error.retryAfter ?? 0, Self.longestRetryAfter), retrySeconds, backoff()))
        return []
    }

    /// Starts again from all there is. The first time at once; a server that goes on so is given time.
    private mutating func tellGap() async throws(PostCardItError) -> [ChangeEvent] {
        let wasFailing = failures > 0
        let seconds = backoff()
        if wasFailing { try await pause(seconds) }
        snapshot = Snapshot(isTold: cursor != nil)
        return cursor.map { [ChangeEvent(cursor: $0, change: nil)] } ?? []
    }

    /// What comes next; nothing for what was heard before. Throws when numbers are missing.
    mutating func take(_ change: Change, _ cursor: String) throws -> [ChangeEvent] {
        if let lastSeq {
            guard change.seq > lastSeq else { return [] }
            guard change.seq == lastSeq + 1 else { throw Turn.jumped }
            failures = 0
        }
        lastSeq = change.seq
        if snapshot == nil { self.cursor = cursor }
        return [ChangeEvent(cursor: cursor, change: change)]
    }

    /// Whether the connection that is open now has lived long enough.
    var hasSettled: Bool {
        guard connection != nil || socket != nil, let openedAt else { return false }
        return timekeeper.now.timeIntervalSince(openedAt) >= Self.settledSeconds
    }

    func pause(_ seconds: TimeInterval) async throws(PostCardItError) {
        do {
            try await timekeeper.sleep(seconds: seconds)
        } catch {
            throw PostCardItError(.cancelled)
        }
    }

    /// Full jitter up to a bound that doubles.
    mutating func backoff() -> TimeInterval {
        let bound = min(Self.lastBackoff, Self.firstBackoff * pow(2, Double(min(failures, 10))))
        failures += 1
        return bound * random.unit()
    }

    private func passes(_ error: PostCardItError) -> Bool {
        switch error.kind {
        case .offline, .connectionFailed, .timedOut, .unreadableAnswer: true
        case .refused: [408, 425, 429].contains(error.status ?? 0) || error.status ?? 0 >= 500
        default: false
        }
    }

    private static func typed(_ error: any Error) -> PostCardItError {
        if let failure = error as? TransportFailure { return PostCardItError(failure, operation: .listenEvents) }
        return error as? PostCardItError ?? PostCardItError(.cancelled)
    }
}
