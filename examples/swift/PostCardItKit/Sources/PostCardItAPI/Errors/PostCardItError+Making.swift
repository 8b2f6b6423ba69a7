import Foundation

extension PostCardItError {
    /// What a transport's failure means to whoever called.
    init(_ failure: TransportFailure, operation: OperationID?) {
        let kind: Kind =
            switch failure.reason {
            case .cancelled: .cancelled
            case .timedOut: .timedOut
            case .offline: .offline
            case .connection, .untrusted: .connectionFailed
            }
        self.init(kind, operation: operation)
        mayHaveArrived = failure.mayHaveArrived
        if failure.reason == .untrusted { message = "The server's certificate is not trusted." }
    }

    /// What an answer that is no success says: a problem (RFC 9457), whatever else is in it.
    init(_ head: HTTPHead, body: Data, operation: OperationID, now: Date) {
        self.init(head.status == 304 ? .notModified : .refused, operation: operation)
        let problem = try? WireJSON.decode(JSONValue.self, from: body)
        status = head.status
        code = problem?["code"]?.string.map(ProblemCode.init(rawValue:))
        message = problem?["message"]?.string ?? problem?["detail"]?.string ?? problem?["title"]?.string
        requestID = problem?["requestId"]?.string ?? head.headers["X-Request-Id"]
        retryAfter = RetryAfter.seconds(head.headers["Retry-After"], now: now)
        endReason = problem?["reason"]?.string.map(SignOutReason.init(rawValue:))
        fields = (problem?["errors"]?.array ?? []).compactMap { field in
            guard let pointer = field["pointer"]?.string else { return nil }
            let message = field["message"]?.string ?? ""
            return InvalidField(pointer: pointer, code: field["code"]?.string ?? "invalid", message: message)
        }
        mayHaveArrived = true
    }

    /// What it means that an answer is not what the contract says.
    static func unreadable(_ error: any Error, head: HTTPHead, operation: OperationID) -> PostCardItError {
        var made = PostCardItError(.unreadableAnswer, operation: operation)
        made.status = head.status
        made.requestID = head.headers["X-Request-Id"]
        made.codingPath = (error as? DecodingError).map(\.place)
        made.mayHaveArrived = true
        return made
    }

    /// What it means that a value cannot be written.
    static func unwritable(_ error: any Error, operation: OperationID) -> PostCardItError {
        var made = PostCardItError(.invalidRequest, operation: operation)
        if case .invalidValue(_, let context)? = error as? EncodingError {
            made.codingPath = context.codingPath.place
        }
        return made
    }
}

extension DecodingError {
    /// The place, without the value that stands there.
    var place: String {
        switch self {
        case .keyNotFound(let key, let context): (context.codingPath + [key]).place
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            context.codingPath.place
        @unknown default: ""
        }
    }
}

extension [any CodingKey] {
    /// `postcards[0].sentAt`.
    var place: String {
        reduce("") { path, key in
            if let index = key.intValue { return "\(path)[\(index)]" }
            return path.isEmpty ? key.stringValue : "\(path).\(key.stringValue)"
        }
    }
}
