// Generated from PostCardIt 1. Do not edit.

/// A problem's stable name. Clients branch on it, never on a sentence. A newer server's code keeps its value.
///
/// Travels with `GET /v1/uploads/{uploadId}`, `POST /v1/uploads`.
public struct ProblemCode: OpenEnum, ParameterConvertible {
    /// The value on the wire.
    public let rawValue: String
    /// A value; one that the contract does not name is kept as it is.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `"invalid_json"`.
    public static var invalidJSON: Self { Self(rawValue: "invalid_json") }
    /// `"invalid_cursor"`.
    public static var invalidCursor: Self { Self(rawValue: "invalid_cursor") }
    /// `"invalid_idempotency_key"`.
    public static var invalidIdempotencyKey: Self { Self(rawValue: "invalid_idempotency_key") }
    /// `"unauthenticated"`.
    public static var unauthenticated: Self { Self(rawValue: "unauthenticated") }
    /// `"session_ended"`.
    public static var sessionEnded: Self { Self(rawValue: "session_ended") }
    /// `"wrong_credentials"`.
    public static var wrongCredentials: Self { Self(rawValue: "wrong_credentials") }
    /// `"forbidden"`.
    public static var forbidden: Self { Self(rawValue: "forbidden") }
    /// `"wrong_password"`.
    public static var wrongPassword: Self { Self(rawValue: "wrong_password") }
    /// `"not_friends"`.
    public static var notFriends: Self { Self(rawValue: "not_friends") }
    /// `"not_found"`.
    public static var notFound: Self { Self(rawValue: "not_found") }
    /// `"unknown_route"`.
    public static var unknownRoute: Self { Self(rawValue: "unknown_route") }
    /// `"method_not_allowed"`.
    public static var methodNotAllowed: Self { Self(rawValue: "method_not_allowed") }
    /// `"username_taken"`.
    public static var usernameTaken: Self { Self(rawValue: "username_taken") }
    /// `"friendship_exists"`.
    public static var friendshipExists: Self { Self(rawValue: "friendship_exists") }
    /// `"user_blocked"`.
    public static var userBlocked: Self { Self(rawValue: "user_blocked") }
    /// `"friendship_rejected"`.
    public static var friendshipRejected: Self { Self(rawValue: "friendship_rejected") }
    /// `"friendship_answered"`.
    public static var friendshipAnswered: Self { Self(rawValue: "friendship_answered") }
    /// `"upload_not_ready"`.
    public static var uploadNotReady: Self { Self(rawValue: "upload_not_ready") }
    /// `"upload_rejected"`.
    public static var uploadRejected: Self { Self(rawValue: "upload_rejected") }
    /// `"upload_finished"`.
    public static var uploadFinished: Self { Self(rawValue: "upload_finished") }
    /// `"upload_offset_mismatch"`.
    public static var uploadOffsetMismatch: Self { Self(rawValue: "upload_offset_mismatch") }
    /// `"already_read"`.
    public static var alreadyRead: Self { Self(rawValue: "already_read") }
    /// `"idempotency_in_progress"`.
    public static var idempotencyInProgress: Self { Self(rawValue: "idempotency_in_progress") }
    /// `"cursor_expired"`.
    public static var cursorExpired: Self { Self(rawValue: "cursor_expired") }
    /// `"precondition_failed"`.
    public static var preconditionFailed: Self { Self(rawValue: "precondition_failed") }
    /// `"payload_too_large"`.
    public static var payloadTooLarge: Self { Self(rawValue: "payload_too_large") }
    /// `"unsupported_media_type"`.
    public static var unsupportedMediaType: Self { Self(rawValue: "unsupported_media_type") }
    /// `"range_not_satisfiable"`.
    public static var rangeNotSatisfiable: Self { Self(rawValue: "range_not_satisfiable") }
    /// `"validation_failed"`.
    public static var validationFailed: Self { Self(rawValue: "validation_failed") }
    /// `"unknown_field"`.
    public static var unknownField: Self { Self(rawValue: "unknown_field") }
    /// `"password_too_common"`.
    public static var passwordTooCommon: Self { Self(rawValue: "password_too_common") }
    /// `"invalid_code"`.
    public static var invalidCode: Self { Self(rawValue: "invalid_code") }
    /// `"email_change_needs_code"`.
    public static var emailChangeNeedsCode: Self { Self(rawValue: "email_change_needs_code") }
    /// `"idempotency_key_reused"`.
    public static var idempotencyKeyReused: Self { Self(rawValue: "idempotency_key_reused") }
    /// `"cannot_befriend_self"`.
    public static var cannotBefriendSelf: Self { Self(rawValue: "cannot_befriend_self") }
    /// `"cannot_block_self"`.
    public static var cannotBlockSelf: Self { Self(rawValue: "cannot_block_self") }
    /// `"unknown_stamp"`.
    public static var unknownStamp: Self { Self(rawValue: "unknown_stamp") }
    /// `"unknown_image"`.
    public static var unknownImage: Self { Self(rawValue: "unknown_image") }
    /// `"upload_size_mismatch"`.
    public static var uploadSizeMismatch: Self { Self(rawValue: "upload_size_mismatch") }
    /// `"upload_hash_mismatch"`.
    public static var uploadHashMismatch: Self { Self(rawValue: "upload_hash_mismatch") }
    /// `"image_unreadable"`.
    public static var imageUnreadable: Self { Self(rawValue: "image_unreadable") }
    /// `"image_type_unsupported"`.
    public static var imageTypeUnsupported: Self { Self(rawValue: "image_type_unsupported") }
    /// `"image_type_mismatch"`.
    public static var imageTypeMismatch: Self { Self(rawValue: "image_type_mismatch") }
    /// `"image_too_many_pixels"`.
    public static var imageTooManyPixels: Self { Self(rawValue: "image_too_many_pixels") }
    /// `"link_expired"`.
    public static var linkExpired: Self { Self(rawValue: "link_expired") }
    /// `"link_invalid"`.
    public static var linkInvalid: Self { Self(rawValue: "link_invalid") }
    /// `"rate_limited"`.
    public static var rateLimited: Self { Self(rawValue: "rate_limited") }
    /// `"internal"`.
    public static var `internal`: Self { Self(rawValue: "internal") }
    /// `"unavailable"`.
    public static var unavailable: Self { Self(rawValue: "unavailable") }

    /// The values that this version of the contract names.
    public static let allKnown: [ProblemCode] = [
        invalidJSON, invalidCursor, invalidIdempotencyKey, unauthenticated, sessionEnded, wrongCredentials, forbidden,
        wrongPassword, notFriends, notFound, unknownRoute, methodNotAllowed, usernameTaken, friendshipExists,
        userBlocked, friendshipRejected, friendshipAnswered, uploadNotReady, uploadRejected, uploadFinished,
        uploadOffsetMismatch, alreadyRead, idempotencyInProgress, cursorExpired, preconditionFailed, payloadTooLarge,
        unsupportedMediaType, rangeNotSatisfiable, validationFailed, unknownField, passwordTooCommon, invalidCode,
        emailChangeNeedsCode, idempotencyKeyReused, cannotBefriendSelf, cannotBlockSelf, unknownStamp, unknownImage,
        uploadSizeMismatch, uploadHashMismatch, imageUnreadable, imageTypeUnsupported, imageTypeMismatch,
        imageTooManyPixels, linkExpired, linkInvalid, rateLimited, `internal`, unavailable
    ]
}
