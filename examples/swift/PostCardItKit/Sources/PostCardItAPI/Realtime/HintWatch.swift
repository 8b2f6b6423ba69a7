import Foundation

/// A socket's hints, while it lives: it is pinged, and left for another before the server ends it.
///
/// A ping is a text, as the contract has it: gateways need not count WebSocket's own pings as life, and for one of those
/// URLSession may call back twice or never, which ends an app or hangs it.
enum HintWatch {
    /// How often it is pinged: gateways end what says nothing for ten minutes.
    static let pingSeconds: TimeInterval = 240
    /// How long an answer may take.
    static let pongSeconds: TimeInterval = 30
    /// How long it lives: gateways end it after two hours. A part of it is chance, so that not everybody comes again at once.
    static let (lifeSeconds, moreLifeSeconds): (TimeInterval, TimeInterval) = (6000, 900)
    /// What is asked. The answer is `{"type":"pong"}`, though whatever is heard is a sign of life.
    static let ping = #"{"type":"ping"}"#

    private struct Hint: Decodable {
        let type: String
        let seq: Int?
    }

    /// Waits until something is heard over a new socket. One that is silent is closed in time, and so is one that fails.
    ///
    /// A hint may be what was heard: what changed before the socket was open is asked for in any case.
    static func greet(_ socket: any HintSocket, timekeeper: any Timekeeper) async throws {
        let deadline = Deadline(socket, timekeeper)
        defer { deadline.meet() }
        deadline.begin()
        do {
            try await withTaskCancellationHandler {
                try await socket.send(ping)
                _ = try await socket.next()
            } onCancel: {
                socket.close()
            }
        } catch {
            socket.close()
            throw error
        }
    }

    /// The number of the change that each hint is about; of those that nobody has read yet only the last. It ends where
    /// another socket is due, and throws where this one has failed.
    static func hints(
        of socket: any HintSocket, life: TimeInterval, timekeeper: any Timekeeper
    ) -> AsyncThrowingStream<Int?, any Error> {
        let (hints, feed) = AsyncThrowingStream<Int?, any Error>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let deadline = Deadline(socket, timekeeper)
        let pump = Task {
            do {
                while true {
                    let text = try await socket.next()
                    deadline.meet()
                    // A frame of another type is one that a newer server knows.
                    guard let hint = try? WireJSON.decode(Hint.self, from: Data(text.utf8)) else { continue }
                    if ["changed", "hint"].contains(hint.type) { feed.yield(hint.seq) }
                }
            } catch {
                feed.finish(throwing: error)
            }
        }
        let clock = Task {
            do {
                var left = life
                while left > pingSeconds {
                    try await timekeeper.sleep(seconds: pingSeconds)
                    left -= pingSeconds
                    deadline.begin()
                    try await socket.send(ping)
                }
                try await timekeeper.sleep(seconds: left)
                feed.finish()
            } catch {
                feed.finish(throwing: error)
            }
        }
        feed.onTermination = { _ in
            pump.cancel()
            clock.cancel()
            deadline.meet()
            socket.close()
        }
        return hints
    }

    /// Closes a socket unless something is heard over it in time. Whoever waits for the socket hears of that.
    private struct Deadline: Sendable {
        private let socket: any HintSocket
        private let timekeeper: any Timekeeper
        private let running = Locked<Task<Void, any Error>?>(nil)

        init(_ socket: any HintSocket, _ timekeeper: any Timekeeper) {
            (self.socket, self.timekeeper) = (socket, timekeeper)
        }

        func begin() {
            let late = Task { [socket, timekeeper] in
                try await timekeeper.sleep(seconds: pongSeconds)
                socket.close()
            }
            running.withLock { running in
                defer { running = late }
                return running
            }?.cancel()
        }

        func meet() {
            running.withLock { running in
                defer { running = nil }
                return running
            }?.cancel()
        }
    }
}
