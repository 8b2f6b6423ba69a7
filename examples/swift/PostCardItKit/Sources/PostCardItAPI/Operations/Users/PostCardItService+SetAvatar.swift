// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `PUT /v1/users/me/avatar`
    public static let setAvatar = OperationID(rawValue: "set_avatar")
}

extension APIRequest where Reply == User {
    /// The request of ``PostCardItService/setAvatar(_:)`` as a value: `PUT /v1/users/me/avatar`.
    public static func setAvatar(_ body: SetAvatar) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.setAvatar, "PUT", statuses: [200])
        draft.path += "/users/me/avatar"
        draft.validation.check(body, at: "")
        try draft.send(json: body)
        return try Self(json: draft)
    }
}

extension PostCardItService {
    /// Make an uploaded photo your profile picture: square, 512 pixels.
    ///
    /// HTTP: `PUT /v1/users/me/avatar`
    ///
    /// - Parameters:
    ///   - body: Make a photo uploaded for this purpose (`avatar`) one's profile picture.
    /// - Throws: ``PostCardItError`` with the codes `invalid_json`, `unauthenticated`, `session_ended`,
    ///   `upload_not_ready`, `upload_rejected`, `payload_too_large`, `unsupported_media_type`, `validation_failed`,
    ///   `unknown_field`, `unknown_image`, `rate_limited`, `internal`, `unavailable`.
    @discardableResult
    public func setAvatar(_ body: SetAvatar) async throws(PostCardItError) -> User {
        try await response(to: APIRequest<User>.setAvatar(body)).value
    }
}
