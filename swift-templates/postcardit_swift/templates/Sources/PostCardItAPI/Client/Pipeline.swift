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
        var hasRenewed = false
        while true {
            let token = request.isPublic ? nil : try await token(session, request.operation, request.userID)
            do throws(PostCardItError) {
                return try await send(request, token)
            } catch {
                if error.status == 401, let token, !hasRenewed {
                    hasRenewed = true
                    _ = try await renewed(session, token, error)
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

    private func token(
        _ session: Session, _ operation: OperationID, _ userID: String?
    ) async throws(PostCardItError) -> String {
        do throws(PostCardItError) {
            let held = try await session.current()
            guard userID == nil || held.userID == userID else { throw PostCardItError(.signInRequired) }
            return held.accessToken
        } catch {
            throw error.about(operation)
        }
    }

    /// A token that cannot be traded is refused for good: the answer says why.
    private func renewed(
        _ session: Session, _ token: String, _ refusal: PostCardItError
    ) async throws(PostCardItError) -> StoredTokens {
        do throws(PostCardItError) {
            return try await session.renewed(after: token)
        } catch {
            throw error.kind == .signInRequired ? refusal : error.about(refusal.operation)
        }
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
            deadline: Reply.self == ByteStream.self ? nil : configuration.deadline, manners: request.manners)
    }
}

extension URL {
    var withoutSlash: String { absoluteString.hasSuffix("/") ? String(absoluteString.dropLast()) : absoluteString }
}

extension PostCardItError {
    func about(_ operation: OperationID?) -> PostCardItError {
        var error = self
        error.operation = operation
        return error
    }
}
