import Foundation

/// A socket's hints, while it lives: it is pinged, and left for another before the server ends it.
enum HintWatch {
    /// How often it is pinged: gateways end what says nothing for ten minutes.
    static let pingSeconds: TimeInterval = 480
    /// How long an answer may take.
    static let pongSeconds: TimeInterval = 30
    /// How long it lives: gateways end it after two hours. A part of it is chance, so that not everybody comes again at once.
    static let (lifeSeconds, moreLifeSeconds): (TimeInterval, TimeInterval) = (6000, 900)

    private struct Hint: Decodable {
        let type: String
        let seq: Int?
    }

    /// The number of the change that each hint is about; of those that nobody has read yet only the last. It ends where
    /// another socket is due, and throws where this one has failed.
    static func hints(
        of socket: any HintSocket, life: TimeInterval, timekeeper: any Timekeeper
    ) -> AsyncThrowingStream<Int?, any Error> {
        let (hints, feed) = AsyncThrowingStream<Int?, any Error>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let pump = Task {
            do {
                while true {
                    let text = try await socket.next()
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
                    try await greet(socket, timekeeper: timekeeper)
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
            socket.close()
        }
        return hints
    }

    /// Waits until a ping is answered. A socket that does not answer in time is closed.
    static func greet(_ socket: any HintSocket, timekeeper: any Timekeeper) async throws {
        let late = Task {
            try await timekeeper.sleep(seconds: pongSeconds)
            socket.close()
        }
        defer { late.cancel() }
        try await withTaskCancellationHandler {
            try await socket.ping()
        } onCancel: {
            socket.close()
        }
    }
}
