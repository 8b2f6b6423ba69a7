import Foundation

/// How a client behaves.
public struct Configuration: Sendable, Hashable {
    /// How often and how late a failed request is sent again.
    public var retry: RetryPolicy
    /// How many seconds the server may be silent.
    public var idleTimeout: TimeInterval
    /// How many seconds an answer may take as a whole.
    public var deadline: TimeInterval
    /// How the app calls itself.
    public var userAgent: String

    /// The usual behaviour, or one with changes.
    public init(
        retry: RetryPolicy = .standard, idleTimeout: TimeInterval = 30, deadline: TimeInterval = 60,
        userAgent: String = "PostCardItKit"
    ) {
        (self.retry, self.idleTimeout, self.deadline, self.userAgent) = (retry, idleTimeout, deadline, userAgent)
    }
}
