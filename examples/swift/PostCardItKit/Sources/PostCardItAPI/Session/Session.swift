import Foundation

/// Trades a refresh token for new tokens. A thrown error with ``PostCardItError/Kind/sessionEnded`` means that the session
/// is over; any other leaves it as it is.
public typealias TokenRefresher = @Sendable (_ held: StoredTokens) async throws(PostCardItError) -> StoredTokens

/// The signed-in user over time: which tokens requests carry, and when those are traded for new ones.
///
/// However many calls find the token expired, one trades it, and stores what came before anybody goes on.
public actor Session {
    private let store: any TokenStore
    private let timekeeper: any Timekeeper
    private let refresher: TokenRefresher?
    private var epoch = 0
    private var inFlight: Refresh?
    private var restUntil = Date.distantPast
    private var ended: PostCardItError?
    private var unsaved: StoredTokens?
    private var listeners: [Int: AsyncStream<SessionEvent>.Continuation] = [:]
    private var nextListener = 0

    private typealias Trade = Task<Result<StoredTokens, PostCardItError>, Never>

    private struct Refresh {
        let epoch: Int
        let staleToken: String
        let task: Trade
    }

    /// How long before its end a token is traded.
    static let earlySeconds: TimeInterval = 60
    /// How long nobody tries again after an early trade has failed: the old token still counts.
    static let restSeconds: TimeInterval = 10

    init(store: any TokenStore, timekeeper: any Timekeeper, refresher: TokenRefresher?) {
        (self.store, self.timekeeper, self.refresher) = (store, timekeeper, refresher)
    }

    /// Who is signed in; nil when nobody is.
    public func tokens() throws(PostCardItError) -> StoredTokens? { try held() }

    /// What becomes of the session from now on. Each call gives a stream of its own.
    public func events() -> AsyncStream<SessionEvent> {
        let (stream, listener) = AsyncStream<SessionEvent>.makeStream()
        let number = nextListener
        nextListener += 1
        listeners[number] = listener
        listener.onTermination = { _ in Task { await self.forget(listener: number) } }
        return stream
    }

    /// Keeps the tokens of a new session. A refresh that is in flight for the session before stores nothing any more.
    public func signIn(_ tokens: StoredTokens) throws(PostCardItError) {
        let before = try? held()
        try store.save(tokens)
        epoch += 1  // only now: where the new ones cannot be kept, those before go on as they were
        (ended, unsaved) = (nil, nil)
        if let before, before.userID != tokens.userID { tell(.signedOut(reason: .switchedUser)) }
        tell(.signedIn(userID: tokens.userID))
    }

    /// Forgets the tokens, and gives them once more to whoever wants to tell the server.
    @discardableResult
    public func signOut(_ reason: SignOutReason = .signedOut) throws(PostCardItError) -> StoredTokens? {
        let last = try? held()
        epoch += 1
        try store.clear()
        (ended, unsaved) = (nil, nil)
        if last != nil { tell(.signedOut(reason: reason)) }
        return last
    }

    /// The tokens for a request. Near their end they are traded first.
    func current() async throws(PostCardItError) -> StoredTokens {
        guard let held = try held() else { throw ended ?? PostCardItError(.signInRequired) }
        guard refresher != nil, held.refreshToken != nil, let end = held.expiresAt else { return held }
        let now = timekeeper.now
        let isOver = end <= now
        if now < held.refreshAt ?? end.addingTimeInterval(-Self.earlySeconds) || (!isOver && now < restUntil) { return held }
        do {
            return try await renewed(after: held) ?? held
        } catch {
            // The old token still counts: nobody's call fails because of an early trade. Who is cancelled has not failed.
            if isOver || [.sessionEnded, .signInRequired, .cancelled].contains(error.kind) { throw error }
            restUntil = now.addingTimeInterval(Self.restSeconds)
            return held
        }
    }

    /// Other tokens than those that the server refused. Whoever asks for one that was traded already gets the new ones.
    /// Nil where nothing can be traded. Whoever is cancelled waits no longer; the trade goes on for the others.
    func renewed(after stale: StoredTokens) async throws(PostCardItError) -> StoredTokens? {
        guard let held = try held() else { throw ended ?? PostCardItError(.signInRequired) }
        if held.userID != stale.userID { throw .anotherUser }
        if held.accessToken != stale.accessToken { return held }
        guard let refresher, held.refreshToken != nil else { return nil }
        if let inFlight, inFlight.epoch == epoch, inFlight.staleToken == stale.accessToken {
            return try await Self.outcome(of: inFlight.task)
        }
        let mine = epoch
        let task = Task { await self.trade(held, epoch: mine, with: refresher) }
        inFlight = Refresh(epoch: mine, staleToken: stale.accessToken, task: task)
        return try await Self.outcome(of: task)
    }

    private static func outcome(of trade: Trade) async throws(PostCardItError) -> StoredTokens {
        try await Once.value(of: trade, orCancelled: .failure(PostCardItError(.cancelled))).get()
    }

    /// Trades, and keeps what came of it before anybody hears of it. Between the look at the epoch and the store there is
    /// no await: nobody signs out or in between the two.
    private func trade(
        _ held: StoredTokens, epoch mine: Int, with refresher: TokenRefresher
    ) async -> Result<StoredTokens, PostCardItError> {
        do throws(PostCardItError) {
            let fresh = try await refresher(held)
            guard mine == epoch else { throw overtaken }
            inFlight = nil
            if let theirs = try othersTokens(than: held) { return .success(theirs) }
            guard held.userID == nil || fresh.userID == nil || held.userID == fresh.userID else {
                throw PostCardItError(.unreadableAnswer, message: "The server answered with another user's session.")
            }
            do throws(PostCardItError) {
                try store.save(fresh)
            } catch {
                unsaved = fresh  // the old ones are spent: without these the session would be lost
            }
            return .success(fresh)
        } catch {
            guard mine == epoch else { return .failure(overtaken) }
            inFlight = nil
            guard error.kind == .sessionEnded else { return .failure(error) }
            if let theirs = try? othersTokens(than: held) { return .success(theirs) }
            epoch += 1
            (ended, unsaved) = (error, nil)
            try? store.clear()
            tell(.signedOut(reason: error.endReason ?? .expired))
            return .failure(error)
        }
    }

    /// What a trade finds that somebody signed out or in meanwhile.
    private var overtaken: PostCardItError {
        (try? held()) == nil ? ended ?? PostCardItError(.signInRequired) : .anotherUser
    }

    /// The tokens. Those that could not be saved count, and are saved as soon as the store takes them.
    private func held() throws(PostCardItError) -> StoredTokens? {
        guard let unsaved else { return try store.load() }
        if (try? store.save(unsaved)) != nil { self.unsaved = nil }
        return unsaved
    }

    /// Tokens of the same user that another process, such as an extension of the app, has stored meanwhile.
    private func othersTokens(than mine: StoredTokens) throws(PostCardItError) -> StoredTokens? {
        guard unsaved == nil, let stored = try store.load(), stored != mine else { return nil }
        if stored.userID != mine.userID { throw .anotherUser }
        return stored
    }

    private func tell(_ event: SessionEvent) {
        for listener in listeners.values { listener.yield(event) }
    }

    private func forget(listener number: Int) { listeners[number] = nil }
}
