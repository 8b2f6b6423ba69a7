/// Whatever answers the operations of the API: the client, or a mock in tests and previews. Every operation is a method
/// of it.
public protocol PostCardItService: Sendable {
    /// Sends a request and reads the whole answer.
    func response<Reply>(to request: APIRequest<Reply>) async throws(PostCardItError) -> APIResponse<Reply>
    /// Sends a request and gives its answer as it comes.
    func stream(_ request: APIRequest<ByteStream>) async throws(PostCardItError) -> ByteStream
}

extension PostCardItService {
    /// Sends a request and gives what the answer holds.
    public func reply<Reply>(to request: APIRequest<Reply>) async throws(PostCardItError) -> Reply {
        try await response(to: request).value
    }
}
