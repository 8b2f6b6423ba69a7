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
    public static let invalidJSON = ProblemCode(rawValue: "invalid_json")
    /// `"invalid_cursor"`.
    public static let invalidCursor = ProblemCode(rawValue: "invalid_cursor")
    /// `"invalid_idempotency_key"`.
    public static let invalidIdempotencyKey = ProblemCode(rawValue: "invalid_idempotency_key")
    /// `"unauthenticated"`.
    public static let unauthenticated = ProblemCode(rawValue: "unauthenticated")
    /// `"session_ended"`.
    public static let sessionEnded = ProblemCode(rawValue: "session_ended")
    /// `"wrong_credentials"`.
    public static let wrongCredentials = ProblemCode(rawValue: "wrong_credentials")
    /// `"forbidden"`.
    public static let forbidden = ProblemCode(rawValue: "forbidden")
    /// `"wrong_password"`.
    public static let wrongPassword = ProblemCode(rawValue: "wrong_password")
    /// `"not_friends"`.
    public static let notFriends = ProblemCode(rawValue: "not_friends")
    /// `"not_found"`.
    public static let notFound = ProblemCode(rawValue: "not_found")
    /// `"unknown_route"`.
    public static let unknownRoute = ProblemCode(rawValue: "unknown_route")
    /// `"method_not_allowed"`.
    public static let methodNotAllowed = ProblemCode(rawValue: "method_not_allowed")
    /// `"username_taken"`.
    public static let usernameTaken = ProblemCode(rawValue: "username_taken")
    /// `"friendship_exists"`.
    public static let friendshipExists = ProblemCode(rawValue: "friendship_exists")
    /// `"user_blocked"`.
    public static let userBlocked = ProblemCode(rawValue: "user_blocked")
    /// `"friendship_rejected"`.
    public static let friendshipRejected = ProblemCode(rawValue: "friendship_rejected")
    /// `"friendship_answered"`.
    public static let friendshipAnswered = ProblemCode(rawValue: "friendship_answered")
    /// `"upload_not_ready"`.
    public static let uploadNotReady = ProblemCode(rawValue: "upload_not_ready")
    /// `"upload_rejected"`.
    public static let uploadRejected = ProblemCode(rawValue: "upload_rejected")
    /// `"upload_finished"`.
    public static let uploadFinished = ProblemCode(rawValue: "upload_finished")
    /// `"upload_offset_mismatch"`.
    public static let uploadOffsetMismatch = ProblemCode(rawValue: "upload_offset_mismatch")
    /// `"already_read"`.
    public static let alreadyRead = ProblemCode(rawValue: "already_read")
    /// `"idempotency_in_progress"`.
    public static let idempotencyInProgress = ProblemCode(rawValue: "idempotency_in_progress")
    /// `"cursor_expired"`.
    public static let cursorExpired = ProblemCode(rawValue: "cursor_expired")
    /// `"precondition_failed"`.
    public static let preconditionFailed = ProblemCode(rawValue: "precondition_failed")
    /// `"payload_too_large"`.
    public static let payloadTooLarge = ProblemCode(rawValue: "payload_too_large")
    /// `"unsupported_media_type"`.
    public static let unsupportedMediaType = ProblemCode(rawValue: "unsupported_media_type")
    /// `"range_not_satisfiable"`.
    public static let rangeNotSatisfiable = ProblemCode(rawValue: "range_not_satisfiable")
    /// `"validation_failed"`.
    public static let validationFailed = ProblemCode(rawValue: "validation_failed")
    /// `"unknown_field"`.
    public static let unknownField = ProblemCode(rawValue: "unknown_field")
    /// `"password_too_common"`.
    public static let passwordTooCommon = ProblemCode(rawValue: "password_too_common")
    /// `"invalid_code"`.
    public static let invalidCode = ProblemCode(rawValue: "invalid_code")
    /// `"email_change_needs_code"`.
    public static let emailChangeNeedsCode = ProblemCode(rawValue: "email_change_needs_code")
    /// `"idempotency_key_reused"`.
    public static let idempotencyKeyReused = ProblemCode(rawValue: "idempotency_key_reused")
    /// `"cannot_befriend_self"`.
    public static let cannotBefriendSelf = ProblemCode(rawValue: "cannot_befriend_self")
    /// `"cannot_block_self"`.
    public static let cannotBlockSelf = ProblemCode(rawValue: "cannot_block_self")
    /// `"unknown_stamp"`.
    public static let unknownStamp = ProblemCode(rawValue: "unknown_stamp")
    /// `"unknown_image"`.
    public static let unknownImage = ProblemCode(rawValue: "unknown_image")
    /// `"upload_size_mismatch"`.
    public static let uploadSizeMismatch = ProblemCode(rawValue: "upload_size_mismatch")
    /// `"upload_hash_mismatch"`.
    public static let uploadHashMismatch = ProblemCode(rawValue: "upload_hash_mismatch")
    /// `"image_unreadable"`.
    public static let imageUnreadable = ProblemCode(rawValue: "image_unreadable")
    /// `"image_type_unsupported"`.
    public static let imageTypeUnsupported = ProblemCode(rawValue: "image_type_unsupported")
    /// `"image_type_mismatch"`.
    public static let imageTypeMismatch = ProblemCode(rawValue: "image_type_mismatch")
    /// `"image_too_many_pixels"`.
    public static let imageTooManyPixels = ProblemCode(rawValue: "image_too_many_pixels")
    /// `"link_expired"`.
    public static let linkExpired = ProblemCode(rawValue: "link_expired")
    /// `"link_invalid"`.
    public static let linkInvalid = ProblemCode(rawValue: "link_invalid")
    /// `"rate_limited"`.
    public static let rateLimited = ProblemCode(rawValue: "rate_limited")
    /// `"internal"`.
    public static let `internal` = ProblemCode(rawValue: "internal")
    /// `"unavailable"`.
    public static let unavailable = ProblemCode(rawValue: "unavailable")

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
