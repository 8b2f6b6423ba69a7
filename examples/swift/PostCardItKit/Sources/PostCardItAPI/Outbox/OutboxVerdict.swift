import Foundation

/// What to do with an item after an attempt that did not succeed.
enum OutboxVerdict: Sendable, Hashable {
    /// An earlier attempt did it, though its answer was lost.
    case arrived
    /// Asking again will not help: a person decides.
    case refused
    /// This item waits, and so does what is behind it; others go on.
    case later
    /// Nothing gets through now: everything waits.
    case offline
    /// It lies not with the item: everything waits, and whoever flushes hears of it.
    case raised

    /// Judges an error that ended an attempt at an item.
    init(_ error: PostCardItError, _ item: OutboxItem) {
        switch error.kind {
        case .offline, .connectionFailed, .timedOut:
            self = .offline
        case .unreadableAnswer:
            // With a request id it is the API's own answer: it was done, and cannot be read.
            self = (error.status ?? 0) / 100 == 2 && error.requestID != nil ? .later : .offline
        case .invalidRequest:
            self = .refused
        case .refused:
            self = Self.answer(error, item)
        default:
            self = .raised
        }
    }

    private static func answer(_ error: PostCardItError, _ item: OutboxItem) -> OutboxVerdict {
        guard let status = error.status else {
            return error.code == .uploadNotReady ? .later : .refused  // what became of the photo
        }
        // Without a code it is the answer of somebody on the way, who cannot say what the API did.
        guard let code = error.code else { return .offline }
        if [.idempotencyInProgress, .linkExpired, .uploadNotReady].contains(code) { return .later }
        if [408, 425, 429].contains(status) || status >= 500 { return .offline }
        if status == 401 { return .raised }
        return isThereAlready(code, item) ? .arrived : .refused
    }

    /// Whether a refusal tells of the item's own first attempt. A send's key is kept for ever, with its body; a friend
    /// request's is forgotten after a day, the friendship is not.
    private static func isThereAlready(_ code: ProblemCode, _ item: OutboxItem) -> Bool {
        guard item.mayHaveArrived else { return false }
        if code == .friendshipExists, case .friendRequest = item.body { return true }
        return code == .idempotencyKeyReused
    }
}

extension OutboxItem {
    /// Whether it may have arrived in spite of an error; nil where what was noted when it left stays true.
    ///
    /// The key is looked up before an operation's own rules are: what these refuse was never kept. What refuses a request
    /// before that says nothing of earlier attempts.
    func doubt(after error: PostCardItError, before: Bool) -> Bool? {
        switch error.kind {
        case .offline, .connectionFailed, .timedOut:
            return error.mayHaveArrived ? nil : before
        case .refused, .invalidRequest:
            guard OutboxVerdict(error, self) == .refused else { return nil }
            return before && !(error.code.map(body.rules.contains) ?? false)
        default:
            return nil
        }
    }
}

extension OutboxItem.Reason {
    /// An error in words that can be kept.
    init(_ error: PostCardItError) {
        let code =
            switch error.kind {
            case .refused, .invalidRequest: error.code?.rawValue ?? "refused"
            case .offline, .connectionFailed, .timedOut: "offline"
            case .unreadableAnswer: "unreadable_answer"
            case .signInRequired: "unauthenticated"
            case .sessionEnded: "session_ended"
            default: "interrupted"
            }
        self.init(code: code, sentence: error.errorDescription ?? "It could not be sent.", requestID: error.requestID)
    }
}
