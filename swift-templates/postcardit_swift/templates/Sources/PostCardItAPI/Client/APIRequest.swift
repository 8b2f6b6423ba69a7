import Foundation

/// A call as a value: it is made by the operations (`APIRequest.sendPostcard(...)` and so on), checked, and ready to be
/// sent by a ``PostCardItService``.
public struct APIRequest<Reply: Sendable>: Sendable {
    /// Which operation it is.
    public let operation: OperationID
    /// `GET`, `POST` and so on.
    public let method: String
    /// The path behind the server's address, escaped.
    public let path: String
    /// The query, escaped; empty without one.
    public let query: String
    /// The header fields of its own.
    public let headers: HTTPHeaders
    /// What is sent.
    public let body: Data?
    /// Whether it needs nobody to be signed in.
    public let isPublic: Bool
    /// Whether sending it twice has the effect of once by its method alone.
    public let isRepeatable: Bool
    /// Whether the operation takes an idempotency key.
    public let takesKey: Bool
    /// The key that makes repeating it safe. The client chooses one where the operation takes one and none was given.
    public var idempotencyKey: String?
    /// How many seconds the server may be silent; nil for the client's own limit.
    public var idleTimeout: TimeInterval?
    /// How many seconds the answer may take as a whole; nil for the client's own limit.
    public var deadline: TimeInterval?
    /// When it may use the network.
    public var manners: HTTPRequest.Manners = .eager
    /// In whose name it is sent or not at all; nil for whoever is signed in. Accounts may be switched at any moment.
    public var userID: String?

    private let statuses: [Int]
    private let read: @Sendable (HTTPResponse) throws -> Reply

    init(_ draft: RequestDraft, read: @escaping @Sendable (HTTPResponse) throws -> Reply) throws(PostCardItError) {
        if !draft.validation.fields.isEmpty {
            var error = PostCardItError(.invalidRequest, code: ProblemCode(rawValue: "validation_failed"), operation: draft.operation)
            error.fields = draft.validation.fields
            throw error
        }
        (operation, method, path) = (draft.operation, draft.method, draft.path)
        (query, headers, body) = (draft.query.joined(separator: "&"), draft.headers, draft.body)
        (isPublic, isRepeatable, takesKey) = (draft.isPublic, draft.isRepeatable, draft.takesKey)
        (idempotencyKey, idleTimeout) = (draft.idempotencyKey, draft.idleTimeout)
        (statuses, self.read) = (draft.statuses, read)
    }

    /// Reads an answer. Any status but those of success is a problem.
    public func reply(in response: HTTPResponse, now: Date = Date()) throws(PostCardItError) -> APIResponse<Reply> {
        guard isSuccess(response.status) else {
            throw PostCardItError(response.head, body: response.body, operation: operation, now: now)
        }
        do {
            return APIResponse(value: try read(response), head: response.head)
        } catch {
            throw .unreadable(error, head: response.head, operation: operation)
        }
    }

    func isSuccess(_ status: Int) -> Bool { statuses.contains(status) || (statuses.isEmpty && status / 100 == 2) }
}

extension APIRequest where Reply: Decodable {
    init(json draft: RequestDraft) throws(PostCardItError) {
        try self.init(draft) { try WireJSON.decode(Reply.self, from: $0.body) }
    }
}

extension APIRequest {
    /// A reply that may be nothing: an empty body or null.
    init<Value: Decodable>(optional draft: RequestDraft) throws(PostCardItError) where Reply == Value? {
        try self.init(draft) { $0.body.isEmpty ? nil : try WireJSON.decode(Value?.self, from: $0.body) }
    }
}

extension APIRequest where Reply == Void {
    init(empty draft: RequestDraft) throws(PostCardItError) { try self.init(draft) { _ in } }
}

extension APIRequest where Reply == String {
    init(text draft: RequestDraft) throws(PostCardItError) {
        try self.init(draft) { String(decoding: $0.body, as: UTF8.self) }
    }
}

extension APIRequest where Reply == Data {
    init(data draft: RequestDraft) throws(PostCardItError) { try self.init(draft) { $0.body } }
}

extension APIRequest where Reply == ByteStream {
    /// A reply that is read as it comes, by ``PostCardItService/stream(_:)``.
    init(stream draft: RequestDraft) throws(PostCardItError) {
        try self.init(draft) { response in
            ByteStream(
                head: response.head,
                pieces: AsyncThrowingStream { feed in
                    feed.yield(response.body)
                    feed.finish()
                })
        }
    }
}

extension APIRequest: Redacted {
    /// The operation: queries, headers and bodies may hold secrets.
    public var description: String { "APIRequest(\(operation.rawValue))" }
}

/// An answer with what its headers say.
public struct APIResponse<Reply: Sendable>: Sendable {
    /// The reply itself.
    public let value: Reply
    /// The status and the header fields.
    public let head: HTTPHead
    /// The version of what was read, for `ifNoneMatch` and `ifMatch`.
    public var etag: String? { head.headers["ETag"] }
    /// What support wants to know.
    public var requestID: String? { head.headers["X-Request-Id"] }
    /// Whether the answer of an earlier attempt was given again.
    public var isReplayed: Bool { head.headers["Idempotency-Replayed"] == "true" }

    /// An answer.
    public init(value: Reply, head: HTTPHead) { (self.value, self.head) = (value, head) }
}

extension APIResponse: Equatable where Reply: Equatable {}
