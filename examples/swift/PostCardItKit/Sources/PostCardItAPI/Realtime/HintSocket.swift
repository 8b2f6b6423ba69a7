/// A socket over which the server hints that something has changed. What has changed, `GET /v1/sync` says.
public protocol HintSocket: Sendable {
    /// The next text. Throws when the socket is closed, by whomever.
    func next() async throws(TransportFailure) -> String
    /// Says something. Throws when the socket is closed, or was never opened.
    func send(_ text: String) async throws(TransportFailure)
    /// Closes it: whoever waits for it hears of that.
    func close()
}
