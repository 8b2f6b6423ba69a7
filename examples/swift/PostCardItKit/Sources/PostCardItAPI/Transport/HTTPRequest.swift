import Foundation

/// A request as a transport sends it.
public struct HTTPRequest: Sendable, Hashable {
    /// What is sent behind the headers.
    public enum Body: Sendable, Hashable {
        /// Nothing.
        case none
        /// These bytes.
        case data(Data)
        /// The bytes of a file, read while they are sent.
        case file(URL)
    }

    /// When a request may use the network.
    public struct Manners: Sendable, Hashable {
        /// Whether it is sent in Low Data Mode.
        public var allowsConstrainedNetwork = true
        /// Whether it is sent over a network that costs money.
        public var allowsExpensiveNetwork = true

        /// As somebody who waits for the answer.
        public static let eager = Manners()
        /// As something that can wait for a better network.
        public static let patient = Manners(allowsConstrainedNetwork: false, allowsExpensiveNetwork: true)

        /// Manners of one's own.
        public init(allowsConstrainedNetwork: Bool = true, allowsExpensiveNetwork: Bool = true) {
            self.allowsConstrainedNetwork = allowsConstrainedNetwork
            self.allowsExpensiveNetwork = allowsExpensiveNetwork
        }
    }

    /// `GET`, `POST` and so on.
    public var method: String
    /// Where it goes.
    public var url: URL
    /// Its header fields.
    public var headers: HTTPHeaders
    /// What is sent.
    public var body: Body
    /// How many seconds of silence end it.
    public var idleTimeout: TimeInterval
    /// How many seconds it may take as a whole; nil for no limit. Streams have none.
    public var deadline: TimeInterval?
    /// When it may use the network.
    public var manners: Manners

    /// A request.
    public init(
        method: String = "GET", url: URL, headers: HTTPHeaders = [:], body: Body = .none,
        idleTimeout: TimeInterval = 30, deadline: TimeInterval? = nil, manners: Manners = .eager
    ) {
        (self.method, self.url, self.headers, self.body) = (method, url, headers, body)
        (self.idleTimeout, self.deadline, self.manners) = (idleTimeout, deadline, manners)
    }
}

extension HTTPRequest: Redacted {
    /// The method and the path: queries, headers and bodies may hold secrets.
    public var description: String { "\(method) \(url.path)" }
}
