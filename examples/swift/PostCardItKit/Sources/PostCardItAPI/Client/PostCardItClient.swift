// Generated from PostCardIt 1. Do not edit.

import Foundation

/// The API's client: every operation is a method of it, with the session, the retries and the typed error in one place.
///
/// Make one for each server and keep it. All that touches the world comes from outside, so that tests may give their own:
/// the transport, the store of tokens, the clock and the chance.
public actor PostCardItClient: PostCardItService {
    /// The signed-in user over time.
    public nonisolated let session: Session
    /// Where the server is.
    public nonisolated var server: URL { pipeline.server }
    nonisolated let pipeline: Pipeline

    /// A client.
    ///
    /// - Parameters:
    ///   - server: The server's address, without the path of the API.
    ///   - tokens: Where the session is kept.
    ///   - configuration: How it behaves.
    ///   - transport: What touches the network.
    ///   - timekeeper: What time it is, and waiting.
    ///   - random: Where jitter and keys come from.
    public init(
        server: URL,
        tokens: any TokenStore = PostCardItClient.defaultTokenStore(),
        configuration: Configuration = Configuration(),
        transport: any Transport = URLSessionTransport(),
        timekeeper: any Timekeeper = SystemTimekeeper(),
        random: any RandomSource = SystemRandomSource()
    ) {
        pipeline = Pipeline(
            server: server, configuration: configuration, transport: transport, timekeeper: timekeeper, random: random)
        session = Session(store: tokens, timekeeper: timekeeper, refresher: Self.refresher(pipeline))
    }

    /// The keychain where there is one, a file that its owner alone may read elsewhere.
    public static func defaultTokenStore() -> any TokenStore {
        #if canImport(Security)
        KeychainTokenStore()
        #else
        FileTokenStore()
        #endif
    }

    /// Sends a request and reads the whole answer.
    public func response<Reply>(to request: APIRequest<Reply>) async throws(PostCardItError) -> APIResponse<Reply> {
        try await pipeline.response(to: request, session)
    }

    /// Sends a request and gives its answer as it comes.
    public func stream(_ request: APIRequest<ByteStream>) async throws(PostCardItError) -> ByteStream {
        try await pipeline.stream(request, session)
    }
}
