// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `GET /v1/health/ready`
    public static let getReadiness = OperationID(rawValue: "get_readiness")
}

extension APIRequest where Reply == Readiness {
    /// The request of ``PostCardItService/getReadiness()`` as a value: `GET /v1/health/ready`.
    public static func getReadiness() throws(PostCardItError) -> Self {
        var draft = RequestDraft(.getReadiness, "GET", statuses: [200])
        draft.path += "/health/ready"
        draft.isPublic = true
        return try Self(json: draft)
    }
}

extension PostCardItService {
    /// Whether the service can answer, and what it speaks.
    ///
    /// HTTP: `GET /v1/health/ready`
    ///
    /// - Throws: ``PostCardItError`` with the codes `rate_limited`, `internal`, `unavailable`.
    public func getReadiness() async throws(PostCardItError) -> Readiness {
        try await response(to: APIRequest<Readiness>.getReadiness()).value
    }
}
