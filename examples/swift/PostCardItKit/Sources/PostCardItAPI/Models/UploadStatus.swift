// Generated from PostCardIt 1. Do not edit.

/// Waiting for bytes, being checked and re-encoded, usable, or refused (then `problem` says why).
///
/// Travels with `GET /v1/uploads/{uploadId}`, `POST /v1/uploads`.
public struct UploadStatus: OpenEnum, ParameterConvertible {
    /// The value on the wire.
    public let rawValue: String
    /// A value; one that the contract does not name is kept as it is.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `"pending"`.
    public static var pending: Self { Self(rawValue: "pending") }
    /// `"processing"`.
    public static var processing: Self { Self(rawValue: "processing") }
    /// `"ready"`.
    public static var ready: Self { Self(rawValue: "ready") }
    /// `"rejected"`.
    public static var rejected: Self { Self(rawValue: "rejected") }

    /// The values that this version of the contract names.
    public static let allKnown: [UploadStatus] = [pending, processing, ready, rejected]
}
