// Generated from PostCardIt 1. Do not edit.

/// How far a postcard is. The server knows sent, delivered and read; draft and queued exist only in clients.
///
/// Travels with `DELETE /v1/postcards/{postcardId}/archive`, `GET /v1/events`, `GET /v1/postcards` and 7 more.
public struct PostcardStatus: OpenEnum, ParameterConvertible {
    /// The value on the wire.
    public let rawValue: String
    /// A value; one that the contract does not name is kept as it is.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `"draft"`.
    public static let draft = PostcardStatus(rawValue: "draft")
    /// `"queued"`.
    public static let queued = PostcardStatus(rawValue: "queued")
    /// `"sent"`.
    public static let sent = PostcardStatus(rawValue: "sent")
    /// `"delivered"`.
    public static let delivered = PostcardStatus(rawValue: "delivered")
    /// `"read"`.
    public static let read = PostcardStatus(rawValue: "read")

    /// The values that this version of the contract names.
    public static let allKnown: [PostcardStatus] = [
        draft, queued, sent, delivered, read
    ]
}
