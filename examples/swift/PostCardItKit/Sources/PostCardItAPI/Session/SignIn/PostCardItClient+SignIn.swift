import Foundation

extension PostCardItClient {
    /// Signs in and keeps the session: `POST /v1/auth/login`.
    ///
    /// - Parameters:
    ///   - name: A username or an e-mail address.
    ///   - password: The password.
    ///   - deviceName: How this device is called in the list of sessions.
    @discardableResult
    public func signIn(
        _ name: String, password: String, deviceName: String? = nil
    ) async throws(PostCardItError) -> User {
        let isEmail = name.contains("@")
        let body = LoginUser(
            password: password, deviceName: deviceName, email: isEmail ? name : nil, username: isEmail ? nil : name)
        let pair = try await loginUser(body)
        try await keep(pair)
        return pair.user
    }

    /// Keeps the session of tokens that came by another way, such as `POST /v1/auth/confirm`.
    public func keep(_ pair: TokenPair) async throws(PostCardItError) {
        try await session.signIn(StoredTokens(pair, now: pipeline.timekeeper.now))
    }

    /// Forgets the session at once and tells the server, if it can be reached: `POST /v1/auth/logout`.
    ///
    /// Without a network the tokens are forgotten all the same.
    public func signOut() async throws(PostCardItError) {
        guard let held = try await session.signOut() else { return }
        let body = LogoutUser(refreshToken: held.refreshToken)
        if var request = try? APIRequest<Void>.logoutUser(body) {
            request.deadline = Self.farewellSeconds
            _ = try? await pipeline.attempt(request, token: held.accessToken)
        }
    }

    /// How long the server is waited for when somebody signs out: on this device that is done already.
    private static var farewellSeconds: TimeInterval { 5 }

    /// Trades a refresh token: `POST /v1/auth/refresh`. An answer that was lost is asked for twice more, within the 30
    /// seconds in which the server gives the same one again.
    static func refresher(_ pipeline: Pipeline) -> TokenRefresher {
        { (held: StoredTokens) async throws(PostCardItError) -> StoredTokens in
            var request = try APIRequest<TokenPair>.refreshTokens(RefreshTokens(refreshToken: held.refreshToken ?? ""))
            request.deadline = 9
            var pauses: [TimeInterval] = [0, 1]
            while true {
                do throws(PostCardItError) {
                    let pair = try await pipeline.attempt(request, token: nil).value
                    return StoredTokens(pair, now: pipeline.timekeeper.now)
                } catch {
                    if error.status == 401 { throw ended(error) }
                    guard error.mayHaveArrived, error.status == nil || error.status == 500, !pauses.isEmpty else {
                        throw error
                    }
                    try await pipeline.pause(pauses.removeFirst())
                }
            }
        }
    }

    private static func ended(_ error: PostCardItError) -> PostCardItError {
        var ended = error
        ended.kind = .sessionEnded
        ended.endReason = error.endReason ?? .expired
        return ended
    }
}

extension StoredTokens {
    init(_ pair: TokenPair, now: Date) {
        let seconds = TimeInterval(pair.expiresIn)
        self.init(
            accessToken: pair.accessToken, refreshToken: pair.refreshToken, expiresAt: now.addingTimeInterval(seconds),
            refreshAt: now.addingTimeInterval(max(seconds - Session.earlySeconds, seconds / 2)), userID: pair.user.userID)
    }
}
