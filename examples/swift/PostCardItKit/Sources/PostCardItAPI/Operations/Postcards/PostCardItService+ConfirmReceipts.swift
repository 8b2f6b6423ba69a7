// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `POST /v1/postcards/receipts`
    public static let confirmReceipts = OperationID(rawValue: "confirm_receipts")
}

extension APIRequest where Reply == Receipts {
    /// The request of ``PostCardItService/confirmReceipts(_:)`` as a value: `POST /v1/postcards/receipts`.
    public static func confirmReceipts(_ body: ConfirmReceipts) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.confirmReceipts, "POST", statuses: [200])
        draft.path += "/postcards/receipts"
        draft.validation.check(body, at: "")
        try draft.send(json: body)
        return try Self(json: draft)
    }
}

extension PostCardItService {
    /// Confirm in one batch which postcards your device received and showed.
    ///
    /// HTTP: `POST /v1/postcards/receipts`
    ///
    /// - Parameters:
    ///   - body: What the recipient's device has received and shown. Cards that are not one's own to confirm are passed
    ///     over.
    /// - Throws: ``PostCardItError`` with the codes `invalid_json`, `unauthenticated`, `session_ended`,
    ///   `payload_too_large`, `unsupported_media_type`, `validation_failed`, `unknown_field`, `rate_limited`,
    ///   `internal`, `unavailable`.
    @discardableResult
    public func confirmReceipts(_ body: ConfirmReceipts) async throws(PostCardItError) -> Receipts {
        try await response(to: APIRequest<Receipts>.confirmReceipts(body)).value
    }
}
