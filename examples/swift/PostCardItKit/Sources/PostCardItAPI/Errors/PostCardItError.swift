import Foundation

/// Everything that can go wrong, as one type.
///
/// Branch on ``kind`` and ``code``, show ``message`` or the localised description, quote ``requestID``. No description
/// holds a token, a body or a query.
public struct PostCardItError: Error, Sendable, Hashable {
    /// What happened.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The server answered with a problem; ``PostCardItError/code`` says which.
        case refused
        /// The contract refuses it; nothing was sent. ``PostCardItError/fields`` says what is wrong.
        case invalidRequest
        /// Nobody is signed in.
        case signInRequired
        /// The session is over; ``PostCardItError/endReason`` says why.
        case sessionEnded
        /// There is no network.
        case offline
        /// The server could not be reached, or the connection broke.
        case connectionFailed
        /// The answer took too long.
        case timedOut
        /// The task was cancelled.
        case cancelled
        /// An answer came, but not one of this API; ``PostCardItError/codingPath`` says where.
        case unreadableAnswer
        /// What one has is what there is (304).
        case notModified
        /// What is kept on this device could not be read or written. Nothing was half done.
        case storageFailed
    }

    /// What happened.
    public var kind: Kind
    /// The problem's stable name.
    public var code: ProblemCode?
    /// The answer's status.
    public var status: Int?
    /// What support wants to know.
    public var requestID: String?
    /// Which operation it was.
    public var operation: OperationID?
    /// Where in an answer, or in a value that was to be sent, the trouble is: `postcards[0].sentAt`.
    public var codingPath: String?
    /// The server's sentence for people, or this package's own.
    public var message: String?
    /// What is wrong, field by field.
    public var fields: [InvalidField] = []
    /// How many seconds the server asks to wait.
    public var retryAfter: TimeInterval?
    /// Why the session ended.
    public var endReason: SignOutReason?
    /// Whether the server may have seen the request.
    public var mayHaveArrived = false

    /// An error.
    public init(_ kind: Kind, code: ProblemCode? = nil, message: String? = nil, operation: OperationID? = nil) {
        (self.kind, self.code, self.message, self.operation) = (kind, code, message, operation)
    }

    /// Whether the same call may succeed later without anybody changing anything.
    public var isPassing: Bool {
        switch kind {
        case .offline, .connectionFailed, .timedOut: true
        case .refused: mayHelpAgain(isRepeatable: true)
        default: false
        }
    }
}

/// One field that is not valid.
public struct InvalidField: Sendable, Hashable, Codable {
    /// Where it is: an RFC 6901 pointer into the body, or `?name` in the query.
    public let pointer: String
    /// What is wrong, as the server says it: `too_long`, `required`.
    public let code: String
    /// A sentence.
    public let message: String

    /// A field that is not valid.
    public init(pointer: String, code: String, message: String) {
        (self.pointer, self.code, self.message) = (pointer, code, message)
    }
}

extension PostCardItError: CustomStringConvertible, CustomDebugStringConvertible {
    /// For logs: names and numbers, none of what was sent or answered.
    public var description: String {
        let facts: [(String, String?)] = [
            ("code", code?.rawValue), ("status", status.map(String.init)), ("operation", operation?.rawValue),
            ("at", codingPath), ("requestID", requestID), ("fields", fieldNames), ("reason", endReason?.rawValue),
        ]
        let said = facts.compactMap { name, value in value.map { "\(name): \($0)" } }
        return "PostCardItError(\(([kind.rawValue] + said).joined(separator: ", ")))"
    }

    /// The same.
    public var debugDescription: String { description }

    private var fieldNames: String? {
        fields.isEmpty ? nil : fields.map { "\($0.pointer) \($0.code)" }.joined(separator: " ")
    }
}
