/// Opens sockets. Tests give another.
public protocol SocketOpening: Sendable {
    /// Begins to open one. It is open once a ping is answered.
    func open(_ request: HTTPRequest) -> any HintSocket
}
