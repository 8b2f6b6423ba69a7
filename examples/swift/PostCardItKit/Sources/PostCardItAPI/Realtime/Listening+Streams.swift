import Foundation

extension Listening {
    /// Opens a stream. The token is the one of now, and the server is told what was heard last.
    mutating func connect() async throws {
        (wasHeard, isStreaming) = (false, true)
        var request = try APIRequest<ByteStream>.listenEvents(lastEventID: cursor)
        request.idleTimeout = Self.silenceSeconds * 2  // the watchdog is ours, and comes first
        let stream = try await service.stream(request)
        let type = stream.head.headers["Content-Type"]?.prefix { $0 != ";" } ?? ""
        guard type.trimmingCharacters(in: .whitespaces).lowercased() == "text/event-stream" else { throw Turn.noStream }
        openedAt = timekeeper.now
        connection = Connection(pieces: IdleWatch.pieces(of: stream, seconds: Self.silenceSeconds, timekeeper: watch))
    }

    /// Reads the next piece, and what is complete with it.
    mutating func hear(_ open: Connection) async throws -> [ChangeEvent] {
        var pieces = open.pieces.makeAsyncIterator()
        guard let piece = try await pieces.next() else {
            var ended = PostCardItError(.connectionFailed, message: "The server ended the stream.", operation: .listenEvents)
            ended.mayHaveArrived = true
            throw ended
        }
        (mute, wasHeard) = (0, true)
        var parser = open.parser
        let before = parser.lastEventID
        guard let messages = try? parser.feed(piece) else { throw Turn.noStream }
        connection?.parser = parser
        retrySeconds = min(parser.retrySeconds ?? 0, Self.longestRetry)
        var heard: [ChangeEvent] = []
        for message in messages {
            guard !message.lastEventID.isEmpty,
                let change = try? WireJSON.decode(Change.self, from: Data(message.data.utf8))
            else { return try give(heard, then: .noStream) }
            do {
                heard += try take(change, message.lastEventID)
            } catch let turn as Turn {
                return try give(heard, then: turn)
            }
        }
        if lastSeq == nil, parser.lastEventID != before, !parser.lastEventID.isEmpty {
            cursor = parser.lastEventID  // said before any change: where the stream begins
        }
        return heard
    }

    /// What was heard before a turn is told first; without it the turn is met again, where it stands.
    private mutating func give(_ heard: [ChangeEvent], then turn: Turn) throws -> [ChangeEvent] {
        guard !heard.isEmpty else { throw turn }
        later = turn
        return heard
    }

    mutating func close() { (connection, isStreaming, socket, isOpening) = (nil, false, nil, false) }

    mutating func leaveStreams() {
        (streamAt, mute) = (timekeeper.now.addingTimeInterval(Self.streamAgainSeconds), 0)
    }

    func hasNoStream(_ error: PostCardItError) -> Bool {
        switch error.kind {
        case .unreadableAnswer: true
        case .refused: [404, 405, 406, 501].contains(error.status ?? 0)
        default: false
        }
    }

    /// Whether somebody on the way keeps streams from us: one was silent, or several broke before they began.
    mutating func isMute(_ error: PostCardItError) -> Bool {
        let wasReached = [.connectionFailed, .timedOut].contains(error.kind) && error.mayHaveArrived
        let hasFailedOnTheWay = error.kind == .refused && error.status ?? 0 >= 500
        guard !wasHeard, wasReached || hasFailedOnTheWay else { return false }
        mute += 1
        return error.kind == .timedOut || mute >= Self.muteConnections
    }
}
