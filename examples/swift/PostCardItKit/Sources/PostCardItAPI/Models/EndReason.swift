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
    public static var signedOut: Self { Self(rawValue: "signed_out") }
    /// `"expired"`.
    public static var expired: Self { Self(rawValue: "expired") }
    /// `"reused"`.
    public static var reused: Self { Self(rawValue: "reused") }
    /// `"password_changed"`.
    public static var passwordChanged: Self { Self(rawValue: "password_changed") }
    /// `"account_deleted"`.
    public static var accountDeleted: Self { Self(rawValue: "account_deleted") }
    /// `"revoked"`.
    public static var revoked: Self { Self(rawValue: "revoked") }

    /// The values that this version of the contract names.
    public static let allKnown: [EndReason] = [signedOut, expired, reused, passwordChanged, accountDeleted, revoked]
}
