import Foundation

/// In which ways the server tells of changes, the best first: what `GET /v1/health/ready` says of it.
struct RealtimeOffer: Decodable, Sendable {
    private let realtime: [String]?
    private let websocketURL: String?
    private let realtimeURL: String?

    private enum CodingKeys: String, CodingKey {
        case realtime
        case websocketURL = "websocketUrl"
        case realtimeURL = "realtimeUrl"
    }

    /// Whether there are streams. A server that says nothing may have them.
    var hasStreams: Bool { realtime?.contains("sse") ?? true }

    /// Where to open a socket; nil where there is none, or the server would rather stream.
    ///
    /// The token goes there: over TLS, or in the clear to a server that is spoken to so in any case.
    func socket(of server: URL) -> URL? {
        guard realtime?.first(where: { ["websocket", "sse"].contains($0) }) == "websocket",
            let url = (websocketURL ?? realtimeURL).flatMap(URL.init(string:)), url.host != nil
        else { return nil }
        return url.scheme == "wss" || (url.scheme == "ws" && server.scheme == "http") ? url : nil
    }
}
