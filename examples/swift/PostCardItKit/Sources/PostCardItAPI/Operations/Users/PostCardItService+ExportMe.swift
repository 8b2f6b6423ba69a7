// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `POST /v1/users/me/export`
    public static let exportMe = OperationID(rawValue: "export_me")
}

extension APIRequest where Reply == Export {
    /// The request of ``PostCardItService/exportMe()`` as a value: `POST /v1/users/me/export`.
    public static func exportMe() throws(PostCardItError) -> Self {
        var draft = RequestDraft(.exportMe, "POST", statuses: [200])
        draft.path += "/users/me/export"
        return try Self(json: draft)
    }
}

extension PostCardItService {
    /// All of your data as a zip file.
    ///
    /// HTTP: `POST /v1/users/me/export`
    ///
    /// - Throws: ``PostCardItError`` with the codes `unauthenticated`, `session_ended`, `rate_limited`, `internal`,
    ///   `unavailable`.
    @discardableResult
    public func exportMe() async throws(PostCardItError) -> Export {
        try await response(to: APIRequest<Export>.exportMe()).value
    }
}
