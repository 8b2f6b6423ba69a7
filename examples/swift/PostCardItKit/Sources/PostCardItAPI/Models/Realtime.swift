// Generated from PostCardIt 1. Do not edit.

/// A way in which the server tells of changes.
///
/// Travels with `GET /v1/health/ready`.
public struct Realtime: OpenEnum, ParameterConvertible {
    /// The value on the wire.
    public let rawValue: String
    /// A value; one that the contract does not name is kept as it is.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `"sse"`.
    public static var sse: Self { Self(rawValue: "sse") }
    /// `"websocket"`.
    public static var websocket: Self { Self(rawValue: "websocket") }
    /// `"longpoll"`.
    public static var longpoll: Self { Self(rawValue: "longpoll") }

    /// The values that this version of the contract names.
    public static let allKnown: [Realtime] = [sse, websocket, longpoll]
}
