import Foundation

/// What a client listens to hints with.
struct HintSource: Sendable {
    /// What the server offers.
    let offer: @Sendable () async throws(PostCardItError) -> RealtimeOffer
    /// Begins to open a socket, with the token of now.
    let open: @Sendable (_ url: URL) async throws(PostCardItError) -> any HintSocket
    let server: URL

    init(_ pipeline: Pipeline, _ session: Session, _ sockets: any SocketOpening) {
        server = pipeline.server
        offer = { () async throws(PostCardItError) in
            var draft = RequestDraft(.getReadiness, "GET", statuses: [200])
            draft.path += "/health/ready"
            return try await pipeline.attempt(try APIRequest<RealtimeOffer>(json: draft), token: nil).value
        }
        open = { (url) async throws(PostCardItError) in
            let token = try await session.current().accessToken
            // Where no header of one's own can be sent along a protocol can: the contract has the token there.
            let headers: HTTPHeaders = [
                "Sec-WebSocket-Protocol": "postcardit.v1, bearer.\(token)",
                "User-Agent": pipeline.configuration.userAgent,
            ]
            return sockets.open(HTTPRequest(url: url, headers: headers))
        }
    }
}
