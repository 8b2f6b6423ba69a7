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
    public static var draft: Self { Self(rawValue: "draft") }
    /// `"queued"`.
    public static var queued: Self { Self(rawValue: "queued") }
    /// `"sent"`.
    public static var sent: Self { Self(rawValue: "sent") }
    /// `"delivered"`.
    public static var delivered: Self { Self(rawValue: "delivered") }
    /// `"read"`.
    public static var read: Self { Self(rawValue: "read") }

    /// The values that this version of the contract names.
    public static let allKnown: [PostcardStatus] = [draft, queued, sent, delivered, read]
}
