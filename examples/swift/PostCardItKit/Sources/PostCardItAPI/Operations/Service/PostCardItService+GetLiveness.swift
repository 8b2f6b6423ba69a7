// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `GET /v1/health/live`
    public static let getLiveness = OperationID(rawValue: "get_liveness")
}

extension APIRequest where Reply == Liveness {
    /// The request of ``PostCardItService/getLiveness()`` as a value: `GET /v1/health/live`.
    public static func getLiveness() throws(PostCardItError) -> Self {
        var draft = RequestDraft(.getLiveness, "GET", statuses: [200])
        draft.path += "/health/live"
        draft.isPublic = true
        return try Self(json: draft)
    }
}

extension PostCardItService {
    /// Whether the process runs.
    ///
    /// HTTP: `GET /v1/health/live`
    ///
    /// - Throws: ``PostCardItError`` with the codes `rate_limited`, `internal`, `unavailable`.
    public func getLiveness() async throws(PostCardItError) -> Liveness {
        try await response(to: APIRequest<Liveness>.getLiveness()).value
    }
}
