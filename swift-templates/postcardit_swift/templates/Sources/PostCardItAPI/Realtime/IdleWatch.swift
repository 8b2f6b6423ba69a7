import Foundation

/// A stream that ends when nothing has come for a while: a connection may be dead without anybody having said so.
enum IdleWatch {
    /// The pieces as they come. Silence is a ``TransportFailure`` (timed out).
    static func pieces(
        of stream: ByteStream, seconds: TimeInterval, timekeeper: any Timekeeper
    ) -> AsyncThrowingStream<Data, any Error> {
        let (pieces, feed) = AsyncThrowingStream<Data, any Error>.makeStream()
        let beats = Locked(0)
        let pump = Task {
            do {
                for try await piece in stream {
                    beats.withLock { $0 += 1 }
                    feed.yield(piece)
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
