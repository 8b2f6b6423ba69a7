import Foundation

/// How far an upload is, as whoever waits is told: never less than before, and the whole only once the server has it.
final class UploadTally: Sendable {
    private let total: Int64
    private let told = Locked(Int64(-1))
    private let tell: (@Sendable (TransferProgress) -> Void)?

    init(total: Int, _ tell: (@Sendable (TransferProgress) -> Void)?) {
        (self.total, self.tell) = (Int64(total), tell)
    }

    /// So many bytes have left.
    func sent(_ bytes: Int64) { say(min(bytes, total - 1)) }

    /// The server has everything.
    func finish() { say(total) }

    private func say(_ bytes: Int64) {
        let isNews = told.withLock { told in
            defer { told = max(told, bytes) }
            return bytes > told
        }
        if isNews { tell?(TransferProgress(sentBytes: bytes, totalBytes: total)) }
    }
}
