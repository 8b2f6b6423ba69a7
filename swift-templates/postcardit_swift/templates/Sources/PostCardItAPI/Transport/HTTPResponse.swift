import Foundation

/// The head of an answer.
public struct HTTPHead: Sendable, Hashable {
    /// The status code.
    public let status: Int
    /// The header fields.
    public let headers: HTTPHeaders

    /// A head.
    public init(status: Int, headers: HTTPHeaders = [:]) {
        (self.status, self.headers) = (status, headers)
    }
}

/// A whole answer.
public struct HTTPResponse: Sendable, Hashable, Redacted {
    /// Its head.
    public let head: HTTPHead
    /// Its body.
    public let body: Data

    /// The status code.
    public var status: Int { head.status }
    /// The header fields.
    public var headers: HTTPHeaders { head.headers }

    /// The status: a body may hold secrets.
    public var description: String { "HTTPResponse(\(status))" }

    /// An answer.
    public init(status: Int, headers: HTTPHeaders = [:], body: Data = Data()) {
        self.init(head: HTTPHead(status: status, headers: headers), body: body)
    }

    /// An answer.
    public init(head: HTTPHead, body: Data) {
        (self.head, self.body) = (head, body)
    }
}
