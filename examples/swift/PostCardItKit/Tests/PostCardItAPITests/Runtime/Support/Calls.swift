import Foundation
import PostCardItTestSupport

@testable import PostCardItAPI

/// Requests that belong to no contract.
enum Calls {
    static func read(isPublic: Bool = false) throws -> APIRequest<String> {
        try APIRequest(
            text: RequestDraft(OperationID(rawValue: "read"), "GET", "/things", isPublic: isPublic, statuses: [200]))
    }

    static func create(key: String? = nil, takesKey: Bool = true) throws -> APIRequest<String> {
        var draft = RequestDraft(OperationID(rawValue: "create"), "POST", "/things", statuses: [201])
        if takesKey { draft.key(key) }
        try draft.send(json: ["name": "thing"])
        return try APIRequest(text: draft)
    }
}

extension HTTPResponse {
    static func problem(_ status: Int, _ code: String, headers: HTTPHeaders = [:], _ more: [String: JSONValue] = [:]) -> HTTPResponse {
        var members: [String: JSONValue] = ["code": .string(code), "status": .integer(status), "requestId": "r-1"]
        members.merge(more) { $1 }
        let body = try? WireJSON.encode(JSONValue.object(members))
        return HTTPResponse(status: status, headers: headers, body: body ?? Data())
    }

    static let ok = HTTPResponse(status: 200, body: Data("ok".utf8))
    static let made = HTTPResponse(status: 201, body: Data("made".utf8))
}

extension StoredTokens {
    /// Tokens `access-N` and `refresh-N`, as of a clock.
    static func number(_ number: Int, of user: String = "alice", expiresAt: Date? = nil) -> StoredTokens {
        StoredTokens(accessToken: "access-\(number)", refreshToken: "refresh-\(number)", expiresAt: expiresAt, userID: user)
    }
}

/// A pipeline and a session as a client has them.
struct Bench {
    let pipeline: Pipeline
    let session: Session
    let store: any TokenStore
    let timekeeper: FakeTimekeeper

    init(
        _ transport: any Transport, tokens: StoredTokens? = .number(1), store: (any TokenStore)? = nil,
        timekeeper: FakeTimekeeper = FakeTimekeeper(), seed: UInt64 = 7, retry: RetryPolicy = .standard,
        refresher: TokenRefresher? = nil
    ) {
        self.store = store ?? MemoryTokenStore(tokens)
        self.timekeeper = timekeeper
        pipeline = Pipeline(
            server: URL(string: "https://example.com")!, configuration: Configuration(retry: retry), transport: transport,
            timekeeper: timekeeper, random: SeededRandomSource(seed: seed))
        session = Session(store: self.store, timekeeper: timekeeper, refresher: refresher)
    }

    func call(_ request: APIRequest<String>) async throws(PostCardItError) -> String {
        try await pipeline.response(to: request, session).value
    }
}

/// What a call came to.
func outcome<Value: Sendable>(
    _ call: () async throws -> Value
) async -> Result<Value, PostCardItError> {
    do {
        return .success(try await call())
    } catch {
        return .failure(error as? PostCardItError ?? PostCardItError(.unreadableAnswer, message: "\(error)"))
    }
}

extension Result {
    var error: Failure? {
        if case .failure(let error) = self { error } else { nil }
    }
}
