// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `POST /v1/users/me/devices`
    public static let registerDevice = OperationID(rawValue: "register_device")
}

extension APIRequest where Reply == Void {
    /// The request of ``PostCardItService/registerDevice(_:)`` as a value: `POST /v1/users/me/devices`.
    public static func registerDevice(_ body: Device) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.registerDevice, "POST", statuses: [204])
        draft.path += "/users/me/devices"
        draft.validation.check(body, at: "")
        try draft.send(json: body)
        return try Self(empty: draft)
    }
}

extension PostCardItService {
    /// Have news pushed to a device.
    ///
    /// HTTP: `POST /v1/users/me/devices`
    ///
    /// - Parameters:
    ///   - body: A device that is to be told of news. A push token belongs to its last registrant alone.
    /// - Throws: ``PostCardItError`` with the codes `invalid_json`, `unauthenticated`, `session_ended`,
    ///   `payload_too_large`, `unsupported_media_type`, `validation_failed`, `unknown_field`, `rate_limited`,
    ///   `internal`, `unavailable`.
    public func registerDevice(_ body: Device) async throws(PostCardItError) {
        _ = try await response(to: APIRequest<Void>.registerDevice(body))
    }
}
