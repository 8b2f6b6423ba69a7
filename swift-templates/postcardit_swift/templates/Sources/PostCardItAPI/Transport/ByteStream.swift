import Foundation

/// An answer that comes piece by piece. It is closed when nobody reads it any more.
public struct ByteStream: AsyncSequence, Sendable {
    /// A piece of it, as it came.
    public typealias Element = Data

    /// The answer's head.
    public let head: HTTPHead
    private let pieces: AsyncThrowingStream<Data, any Error>

    /// A stream. Its errors are ``TransportFailure``s.
    public init(head: HTTPHead, pieces: AsyncThrowingStream<Data, any Error>) {
        (self.head, self.pieces) = (head, pieces)
    }

    /// Reads the pieces.
    public func makeAsyncIterator() -> AsyncThrowingStream<Data, any Error>.AsyncIterator {
        pieces.makeAsyncIterator()
    }

    /// The rest as a whole, up to a limit of bytes.
    public func collected(limit: Int = 1 << 20) async throws -> Data {
        var whole = Data()
        for try await piece in self {
            whole.append(piece)
            if whole.count >= limit { break }
        }
        return whole
    }
}
