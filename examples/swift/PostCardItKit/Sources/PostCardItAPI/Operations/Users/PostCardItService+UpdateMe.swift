// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `PATCH /v1/users/me`
    public static let updateMe = OperationID(rawValue: "update_me")
}

extension APIRequest where Reply == User {
    /// The request of ``PostCardItService/updateMe(_:ifMatch:)`` as a value: `PATCH /v1/users/me`.
    public static func updateMe(_ body: UpdateUser, ifMatch: String? = nil) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.updateMe, "PATCH", statuses: [200])
        draft.path += "/users/me"
        draft.header("If-Match", ifMatch)
        draft.validation.check(body, at: "")
        try draft.send(json: body)
        return try Self(json: draft)
    }
}

extension PostCardItService {
    /// Change your own profile: keys left out stay, null clears.
    ///
    /// HTTP: `PATCH /v1/users/me`
    ///
    /// - Parameters:
    ///   - body: Changes to one's own profile: a key left out stays as it is, null clears.
    ///   - ifMatch: The ETag that you read: 412 if it changed since.
    /// - Throws: ``PostCardItError`` with the codes `invalid_json`, `unauthenticated`, `session_ended`,
    ///   `username_taken`, `precondition_failed`, `payload_too_large`, `unsupported_media_type`, `validation_failed`,
    ///   `unknown_field`, `email_change_needs_code`, `unknown_image`, `rate_limited`, `internal`, `unavailable`.
    @discardableResult
    public func updateMe(_ body: UpdateUser, ifMatch: String? = nil) async throws(PostCardItError) -> User {
        try await response(to: APIRequest<User>.updateMe(body, ifMatch: ifMatch)).value
    }
}
