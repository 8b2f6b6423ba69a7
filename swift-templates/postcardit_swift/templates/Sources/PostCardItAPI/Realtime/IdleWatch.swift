import Foundation

/// A stream that ends when nothing has come for a while: a connection may be dead without anybody having said so.
enum IdleWatch {
    /// How many pieces wait for a reader. A server that says more meanwhile is left, and told later where to go on.
    static let mostUnread = 1024

    /// The pieces as they come. Silence is a ``TransportFailure`` (timed out).
    static func pieces(
        of stream: ByteStream, seconds: TimeInterval, timekeeper: any Timekeeper
    ) -> AsyncThrowingStream<Data, any Error> {
        let (pieces, feed) = AsyncThrowingStream<Data, any Error>.makeStream(bufferingPolicy: .bufferingOldest(mostUnread))
        let beats = Locked(0)
        let pump = Task {
            do {
                for try await piece in stream {
                    beats.withLock { $0 += 1 }
                    if case .dropped = feed.yield(piece) { throw TransportFailure(.connection, mayHaveArrived: true) }
                }
                feed.finish()
            } catch {
                feed.finish(throwing: error)
            }
        }
        let watchdog = Task {
            var seen = -1
            while true {
                let now = beats.withLock { $0 }
                guard now != seen else { break }
                seen = now
                // Half the time twice: silence is noticed between one and one and a half of it.
                try await timekeeper.sleep(seconds: seconds / 2)
                guard beats.withLock({ $0 }) == seen else { continue }
                try await timekeeper.sleep(seconds: seconds / 2)
            }
            feed.finish(throwing: TransportFailure(.timedOut, mayHaveArrived: true))
            pump.cancel()
        }
        feed.onTermination = { _ in
            pump.cancel()
            watchdog.cancel()
        }
        return pieces
    }
}
