import Foundation

/// Where the tokens are kept. Its calls do their work at once, so that what is decided about tokens holds while it is done.
public protocol TokenStore: Sendable {
    /// The tokens; nil when nobody is signed in. A store that cannot be read now throws: nobody is signed out by that.
    func load() throws(PostCardItError) -> StoredTokens?
    /// Keeps the tokens in place of those before.
    func save(_ tokens: StoredTokens) throws(PostCardItError)
    /// Forgets the tokens.
    func clear() throws(PostCardItError)
}

/// Keeps the tokens as long as the program runs.
public final class MemoryTokenStore: TokenStore {
    private let held: Locked<StoredTokens?>

    /// A store, with or without tokens.
    public init(_ tokens: StoredTokens? = nil) { held = Locked(tokens) }

    /// The tokens.
    public func load() throws(PostCardItError) -> StoredTokens? { held.withLock { $0 } }
    /// Keeps the tokens.
    public func save(_ tokens: StoredTokens) throws(PostCardItError) { held.withLock { $0 = tokens } }
    /// Forgets the tokens.
    public func clear() throws(PostCardItError) { held.withLock { $0 = nil } }
}
