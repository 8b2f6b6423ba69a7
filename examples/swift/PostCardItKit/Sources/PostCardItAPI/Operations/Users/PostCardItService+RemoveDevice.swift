// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `DELETE /v1/users/me/devices`
    public static let removeDevice = OperationID(rawValue: "remove_device")
}

extension APIRequest where Reply == Void {
    /// The request of ``PostCardItService/removeDevice(_:)`` as a value: `DELETE /v1/users/me/devices`.
    public static func removeDevice(_ body: RemoveDevice) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.removeDevice, "DELETE", statuses: [204])
        draft.path += "/users/me/devices"
        draft.validation.check(body, at: "")
        try draft.send(json: body)
        return try Self(empty: draft)
    }
}

extension PostCardItService {
    /// Have nothing more pushed to a device.
    ///
    /// HTTP: `DELETE /v1/users/me/devices`
    ///
    /// - Parameters:
    ///   - body: A device that is to be told no more.
    /// - Throws: ``PostCardItError`` with the codes `invalid_json`, `unauthenticated`, `session_ended`,
    ///   `payload_too_large`, `unsupported_media_type`, `validation_failed`, `unknown_field`, `rate_limited`,
    ///   `internal`, `unavailable`.
    public func removeDevice(_ body: RemoveDevice) async throws(PostCardItError) {
        _ = try await response(to: APIRequest<Void>.removeDevice(body))
    }
}
