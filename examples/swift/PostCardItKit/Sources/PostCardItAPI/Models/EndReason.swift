// Generated from PostCardIt 1. Do not edit.

/// Why a session ended.
///
/// No operation carries it.
public struct EndReason: OpenEnum, ParameterConvertible {
    /// The value on the wire.
    public let rawValue: String
    /// A value; one that the contract does not name is kept as it is.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `"signed_out"`.
    public static let signedOut = EndReason(rawValue: "signed_out")
    /// `"expired"`.
    public static let expired = EndReason(rawValue: "expired")
    /// `"reused"`.
    public static let reused = EndReason(rawValue: "reused")
    /// `"password_changed"`.
    public static let passwordChanged = EndReason(rawValue: "password_changed")
    /// `"account_deleted"`.
    public static let accountDeleted = EndReason(rawValue: "account_deleted")
    /// `"revoked"`.
    public static let revoked = EndReason(rawValue: "revoked")

    /// The values that this version of the contract names.
    public static let allKnown: [EndReason] = [
        signedOut, expired, reused, passwordChanged, accountDeleted, revoked
    ]
}
