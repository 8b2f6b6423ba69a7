/// Why a session ended. A newer server may say more.
public struct SignOutReason: OpenEnum {
    /// The word on the wire.
    public let rawValue: String
    /// A reason.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The user signed out.
    public static let signedOut = SignOutReason(rawValue: "signed_out")
    /// It was not used for too long, or the server did not say why.
    public static let expired = SignOutReason(rawValue: "expired")
    /// A token was used that had been traded before: somebody may have a copy.
    public static let reused = SignOutReason(rawValue: "reused")
    /// The password was changed.
    public static let passwordChanged = SignOutReason(rawValue: "password_changed")
    /// The account was deleted.
    public static let accountDeleted = SignOutReason(rawValue: "account_deleted")
    /// It was ended from another device.
    public static let revoked = SignOutReason(rawValue: "revoked")
    /// Another user signed in here.
    public static let switchedUser = SignOutReason(rawValue: "switched_user")

    /// The reasons that this version knows.
    public static let allKnown: [SignOutReason] = [
        signedOut, expired, reused, passwordChanged, accountDeleted, revoked, switchedUser,
    ]
}

/// What becomes of the session.
public enum SessionEvent: Sendable, Hashable {
    /// Somebody signed in.
    case signedIn(userID: String?)
    /// The session is over. It is said once.
    case signedOut(reason: SignOutReason)
}
