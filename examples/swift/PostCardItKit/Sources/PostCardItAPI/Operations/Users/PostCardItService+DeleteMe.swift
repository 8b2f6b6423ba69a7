// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `DELETE /v1/users/me`
    public static let deleteMe = OperationID(rawValue: "delete_me")
}

extension APIRequest where Reply == Void {
    /// The request of ``PostCardItService/deleteMe(_:)`` as a value: `DELETE /v1/users/me`.
    public static func deleteMe(_ body: DeleteMe) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.deleteMe, "DELETE", statuses: [204])
        draft.path += "/users/me"
        draft.validation.check(body, at: "")
        try draft.send(json: body)
        return try Self(empty: draft)
    }
}

extension PostCardItService {
    /// Erase your account and all that it owns, for ever.
    ///
    /// HTTP: `DELETE /v1/users/me`
    ///
    /// - Parameters:
    ///   - body: Erase one's own account and all that it owns, for ever.
    /// - Throws: ``PostCardItError`` with the codes `invalid_json`, `unauthenticated`, `session_ended`,
    ///   `wrong_password`, `payload_too_large`, `unsupported_media_type`, `validation_failed`, `unknown_field`,
    ///   `rate_limited`, `internal`, `unavailable`.
    public func deleteMe(_ body: DeleteMe) async throws(PostCardItError) {
        _ = try await response(to: APIRequest<Void>.deleteMe(body))
    }
}
