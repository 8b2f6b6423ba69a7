import Foundation
import PostCardItAPI

/// A service without a server: every operation answers with its fixture, unless it is told otherwise.
public final class MockPostCardItService: PostCardItService {
    private typealias Handler = @Sendable (any Sendable) async throws -> any Sendable

    private struct State: Sendable {
        var handlers: [OperationID: Handler] = [:]
        var calls: [OperationID] = []
    }

    private let state = Locked(State())
    private let fixtures: [OperationID: Fixture]

    /// A service.
    public init(fixtures: [Fixture] = Fixture.all) {
        self.fixtures = Dictionary(fixtures.map { ($0.operation, $0) }, uniquingKeysWith: { $1 })
    }

    /// What was called so far, in order.
    public var calls: [OperationID] { state.withLock { $0.calls } }

    /// Answers an operation with a function from now on.
    public func answer<Reply: Sendable>(
        _ operation: OperationID, _: Reply.Type = Reply.self,
        by handler: @escaping @Sendable (APIRequest<Reply>) async throws -> Reply
    ) {
        let handle: Handler = { request in
            guard let request = request as? APIRequest<Reply> else { throw Self.wrongType }
            return try await handler(request)
        }
        state.withLock { $0.handlers[operation] = handle }
    }

    /// Answers an operation with a value from now on.
    public func answer<Reply: Sendable>(_ operation: OperationID, with value: Reply) {
        state.withLock { $0.handlers[operation] = { _ in value } }
    }

    /// Refuses an operation from now on.
    public func refuse(_ operation: OperationID, _ error: PostCardItError) {
        state.withLock { $0.handlers[operation] = { _ in throw error } }
    }

    private static let wrongType = PostCardItError(
        .unreadableAnswer, message: "The mock answers with another type than the operation's.")

    /// Answers a request.
    public func response<Reply>(to request: APIRequest<Reply>) async throws(PostCardItError) -> APIResponse<Reply> {
        let handler = state.withLock { state in
            state.calls.append(request.operation)
            return state.handlers[request.operation]
        }
        if let handler {
            do {
                guard let value = try await handler(request) as? Reply else { throw Self.wrongType }
                return APIResponse(value: value, head: HTTPHead(status: 200))
            } catch {
                throw error as? PostCardItError ?? PostCardItError(.connectionFailed, operation: request.operation)
            }
        }
        guard let fixture = fixtures[request.operation] else {
            throw PostCardItError(.unreadableAnswer, message: "The mock has no fixture for \(request.operation).")
        }
        return try request.reply(in: fixture.response)
    }

    /// Answers with a stream that holds the fixture.
    public func stream(_ request: APIRequest<ByteStream>) async throws(PostCardItError) -> ByteStream {
        try await response(to: request).value
    }
}
