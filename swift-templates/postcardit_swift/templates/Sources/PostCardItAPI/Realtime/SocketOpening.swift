/// Opens sockets. Tests give another.
public protocol SocketOpening: Sendable {
    /// Begins to open one. It is open once something was heard over it.
    func open(_ request: HTTPRequest) -> any HintSocket
}
