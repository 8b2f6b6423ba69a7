import Foundation

/// What happens to a request between the caller and the network: token, key, attempts.
struct Pipeline: Sendable {
    let server: URL
    let configuration: Configuration
    let transport: any Transport
    let timekeeper: any Timekeeper
    let random: any RandomSource

    /// Sends a request as often as the policy says, and renews the session once if the token is refused.
    func response<Reply>(
        to request: APIRequest<Reply>, _ session: Session
    ) async throws(PostCardItError) -> APIResponse<Reply> {
        try await repeated(request, session) { (request, token) async throws(PostCardItError) in
            try await attempt(request, token: token)
        }
    }

    /// Opens a stream as often as the policy says. What it says is not repeated.
    func stream(_ request: APIRequest<ByteStream>, _ session: Session) async throws(PostCardItError) -> ByteStream {
        try await repeated(request, session) { (request, token) async throws(PostCardItError) in
            let stream: ByteStream
            do throws(TransportFailure) {
                stream = try await transport.stream(try httpRequest(request, token: token))
            } catch {
                throw PostCardItError(error, operation: request.operation)
            }
            guard request.isSuccess(stream.head.status) else {
                let body = (try? await stream.collected()) ?? Data()
                throw PostCardItError(stream.head, body: body, operation: request.operation, now: timekeeper.now)
            }
            return stream
        }
    }

    private func repeated<Reply, Result>(
        _ original: APIRequest<Reply>, _ session: Session,
        _ send: (APIRequest<Reply>, String?) async throws(PostCardItError) -> Result
    ) async throws(PostCardItError) -> Result {
        var request = original
        if request.takesKey, request.idempotencyKey == nil { request.idempotencyKey = random.uuid() }
        let isRepeatable = request.isRepeatable || request.idempotencyKey != nil
        let start = timekeeper.now
        var attempts = 1
        var first: StoredTokens?
        var hasRenewed = false
        while true {
            let tokens = request.isPublic ? nil : try await tokens(session, first, request)
            first = first ?? tokens
            do throws(PostCardItError) {
                return try await send(request, tokens?.accessToken)
            } catch {
                if error.status == 401, let tokens, !hasRenewed {
                    hasRenewed = true
                    try await renew(session, tokens, error)
                    continue
                }
                let elapsed = timekeeper.now.timeIntervalSince(start)
                guard
                    let pause = configuration.retry.pause(
                        after: error, attempt: attempts, elapsed: elapsed, isRepeatable: isRepeatable, random: random)
                else { throw error }
                try await self.pause(pause)
                attempts += 1
            }
        }
    }

    /// The tokens to send. No call goes on in another user's name when somebody else signs in meanwhile.
    private func tokens<Reply>(
        _ session: Session, _ first: StoredTokens?, _ request: APIRequest<Reply>
    ) async throws(PostCardItError) -> StoredTokens {
        do throws(PostCardItError) {
            let tokens = try await session.current()
            if let first, first.userID != tokens.userID { throw .anotherUser }
            if let userID = request.userID, userID != tokens.userID { throw .anotherUser }
            return tokens
        } catch {
            throw error.about(request.operation)
        }
    }

    /// A token that cannot be traded is refused for good: the answer says why.
    private func renew(
        _ session: Session, _ tokens: StoredTokens, _ refusal: PostCardItError
    ) async throws(PostCardItError) {
        let fresh: StoredTokens?
        do throws(PostCardItError) {
            fresh = try await session.renewed(after: tokens)
        } catch {
            throw error.about(refusal.operation)
        }
        if fresh == nil { throw refusal }
    }

    /// Sends a request once.
    func attempt<Reply>(_ request: APIRequest<Reply>, token: String?) async throws(PostCardItError) -> APIResponse<Reply> {
        let answer: HTTPResponse
        do throws(TransportFailure) {
            answer = try await transport.send(try httpRequest(request, token: token))
        } catch {
            throw PostCardItError(error, operation: request.operation)
        }
        return try request.reply(in: answer, now: timekeeper.now)
    }

    /// Waits; a cancelled wait is a cancelled call.
    func pause(_ seconds: TimeInterval) async throws(PostCardItError) {
        do {
            try await timekeeper.sleep(seconds: seconds)
        } catch {
            throw PostCardItError(.cancelled)
        }
    }

    /// The request on the wire.
    func httpRequest<Reply>(_ request: APIRequest<Reply>, token: String?) throws(TransportFailure) -> HTTPRequest {
        var headers = request.headers
        var query = request.query
        headers["User-Agent"] = configuration.userAgent
        headers["Idempotency-Key"] = request.idempotencyKey
        if let token { Contract.authorization.authorize(token, &headers, &query) }
        let text = Contract.basePath + request.path + (query.isEmpty ? "" : "?\(query)")
        guard let url = URL(string: server.withoutSlash + text) else { throw TransportFailure(.connection) }
        return HTTPRequest(
            method: request.method, url: url, headers: headers, body: request.body.map { .data($0) } ?? .none,
            idleTimeout: request.idleTimeout ?? configuration.idleTimeout,
            deadline: Reply.self == ByteStream.self ? nil : request.deadline ?? configuration.deadline,
            manners: request.manners)
    }
}

extension URL {
    var withoutSlash: String { absoluteString.hasSuffix("/") ? String(absoluteString.dropLast()) : absoluteString }
}

extension PostCardItError {
    static let anotherUser = PostCardItError(
        .signInRequired, message: "Another account has signed in here meanwhile.")

    func about(_ operation: OperationID?) -> PostCardItError {
        var error = self
        error.operation = operation
        return error
    }
}
