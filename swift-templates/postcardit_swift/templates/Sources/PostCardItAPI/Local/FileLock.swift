import Foundation

/// A lock on a file of a folder, over all programs that use the folder. A program that died holds it no longer.
final class FileLock: Sendable {
    private let descriptor: Locked<Int32>

    /// Takes the lock, or gives nil when somebody else has it. With `waits` it waits: only for what takes no time.
    init?(_ name: String, in folder: LocalFolder, waits: Bool = false) throws(PostCardItError) {
        try folder.prepare()
        let file = open(folder.file(name).path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw PostCardItError(.storageFailed) }
        guard flock(file, waits ? LOCK_EX : LOCK_EX | LOCK_NB) == 0 else {
            close(file)
            return nil
        }
        descriptor = Locked(file)
    }

    /// Lets go of it; again and again, if need be.
    func release() {
        descriptor.withLock { file in
            if file >= 0 { close(file) }
            file = -1
        }
    }

    deinit { release() }
}
