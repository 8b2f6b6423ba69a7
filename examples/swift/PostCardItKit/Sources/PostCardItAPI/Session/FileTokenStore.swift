import Foundation

/// Keeps the tokens in a file that its owner alone may read: for systems without a keychain.
public struct FileTokenStore: TokenStore {
    private let folder: LocalFolder
    private let name: String

    /// A store in a file of a folder.
    public init(_ folder: LocalFolder = .standard(), name: String = "tokens.json") {
        (self.folder, self.name) = (folder, name)
    }

    /// The tokens. A file that others may read, or that is no file of tokens, is not used.
    public func load() throws(PostCardItError) -> StoredTokens? {
        guard let data = try folder.read(name) else { return nil }
        let attributes = try? FileManager.default.attributesOfItem(atPath: folder.file(name).path)
        let mode = (attributes?[.posixPermissions] as? NSNumber)?.intValue ?? 0o600
        guard mode & 0o077 == 0 else {
            throw PostCardItError(.storageFailed, message: "The file of tokens can be read by others: it is not used.")
        }
        guard let tokens = try? WireJSON.decode(StoredTokens.self, from: data) else {
            throw PostCardItError(.storageFailed, message: "The file of tokens is damaged. Sign in again.")
        }
        return tokens
    }

    /// Keeps the tokens, whole or not at all.
    public func save(_ tokens: StoredTokens) throws(PostCardItError) {
        guard let data = try? WireJSON.encode(tokens) else { throw PostCardItError(.storageFailed) }
        try folder.write(data, to: name)
    }

    /// Removes the file, and what a program that died may have left of one.
    public func clear() throws(PostCardItError) {
        try folder.remove(name)
        try folder.sweep(name)
    }
}
