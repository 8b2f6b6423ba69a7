/// Why the outbox refuses something by itself: what such an error has as its ``PostCardItError/code``.
public enum OutboxRefusal: String, CaseIterable, Sendable {
    /// As much waits as may.
    case outboxFull = "outbox_full"
    /// It has no such item.
    case unknownItem = "unknown_item"
    /// The item is on its way at this moment.
    case beingSent = "being_sent"
    /// An answer was lost: the server may have the item.
    case mayHaveArrived = "may_have_arrived"
    /// Items of this kind are dropped and made anew.
    case notEditable = "not_editable"
    /// The item was sent.
    case done = "done"

    /// The code of the error.
    public var code: ProblemCode { ProblemCode(rawValue: rawValue) }

    func error(_ sentence: String) -> PostCardItError {
        PostCardItError(.invalidRequest, code: code, message: sentence)
    }
}
