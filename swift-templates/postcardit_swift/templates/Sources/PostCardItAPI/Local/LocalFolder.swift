import Foundation

/// A folder on this device for what must outlive the app: each file is written whole or not at all, and is readable by
/// its owner alone.
public struct LocalFolder: Sendable, Hashable {
    /// Where it is.
    public let url: URL

    /// A folder. It is made when something is written.
    public init(_ url: URL) { self.url = url }

    /// The folder of this package among the app's own files. It is not part of backups.
    public static func standard(_ name: String = "PostCardIt") -> LocalFolder {
        let base =
            FileManager.default.urls(for: .applicationSupportDirectory, in: .userDomainMask).first
            ?? FileManager.default.temporaryDirectory
        return LocalFolder(base.appendingPathComponent(name, isDirectory: true))
    }

    /// A folder in this one.
    public func folder(_ name: String) -> LocalFolder {
        LocalFolder(url.appendingPathComponent(name, isDirectory: true))
    }

    /// The address of a file in it.
    public func file(_ name: String) -> URL { url.appendingPathComponent(name, isDirectory: false) }

    /// The content of a file; nil when there is none.
    public func read(_ name: String) throws(PostCardItError) -> Data? {
        do {
            return try Data(contentsOf: file(name))
        } catch {
            if !FileManager.default.fileExists(atPath: file(name).path) { return nil }
            throw PostCardItError(.storageFailed)
        }
    }

    /// Writes a file whole or not at all.
    public func write(_ data: Data, to name: String) throws(PostCardItError) {
        let target = file(name)
        let beside = file(".\(name).\(SystemRandomSource().uuid())")
        do {
            try makeFolder()
            guard FileManager.default.createFile(atPath: beside.path, contents: nil, attributes: Self.ownerOnly) else {
                throw PostCardItError(.storageFailed)
            }
            let handle = try FileHandle(forWritingTo: beside)
            try handle.write(contentsOf: data)
            try handle.synchronize()
            try handle.close()
            // rename(2) replaces in one step; FileManager.replaceItemAt loses the original on Linux when it fails.
            guard rename(beside.path, target.path) == 0 else { throw PostCardItError(.storageFailed) }
        } catch {
            try? FileManager.default.removeItem(at: beside)
            throw PostCardItError(.storageFailed)
        }
    }

    /// Removes a file; nothing happens when there is none.
    public func remove(_ name: String) throws(PostCardItError) {
        do {
            try FileManager.default.removeItem(at: file(name))
        } catch {
            if FileManager.default.fileExists(atPath: file(name).path) { throw PostCardItError(.storageFailed) }
        }
    }

    /// The names of the files in it, sorted.
    public func names() -> [String] {
        let found = try? FileManager.default.contentsOfDirectory(atPath: url.path)
        return (found ?? []).filter { !$0.hasPrefix(".") }.sorted()
    }

    /// The files of writes that never came to their end.
    func unfinishedNames() -> [String] {
        let found = try? FileManager.default.contentsOfDirectory(atPath: url.path)
        return (found ?? []).filter { $0.hasPrefix(".") && $0.split(separator: ".").last?.count == 36 }.sorted()
    }

    /// Removes what a program that died left of writing a file.
    func sweep(_ name: String) throws(PostCardItError) {
        for left in unfinishedNames() where left.hasPrefix(".\(name).") { try remove(left) }
    }

    /// Makes the folder, if it is not there.
    func prepare() throws(PostCardItError) {
        do {
            try makeFolder()
        } catch {
            throw PostCardItError(.storageFailed)
        }
    }

    private func makeFolder() throws {
        guard !FileManager.default.fileExists(atPath: url.path) else { return }
        try FileManager.default.createDirectory(
            at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        var values = URLResourceValues()
        values.isExcludedFromBackup = true
        var folder = url
        try? folder.setResourceValues(values)
    }

    private static var ownerOnly: [FileAttributeKey: Any] { [.posixPermissions: 0o600] }
}
