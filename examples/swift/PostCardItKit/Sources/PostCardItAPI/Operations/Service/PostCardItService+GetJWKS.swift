// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `GET /v1/.well-known/jwks.json`
    public static let getJWKS = OperationID(rawValue: "get_jwks")
}

extension APIRequest where Reply == JWKS {
    /// The request of ``PostCardItService/getJWKS(ifNoneMatch:)`` as a value: `GET /v1/.well-known/jwks.json`.
    public static func getJWKS(ifNoneMatch: String? = nil) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.getJWKS, "GET", statuses: [200])
        draft.path += "/.well-known/jwks.json"
        draft.isPublic = true
        draft.header("If-None-Match", ifNoneMatch)
        return try Self(json: draft)
    }
}

extension PostCardItService {
    /// The public keys that access tokens are signed with.
    ///
    /// HTTP: `GET /v1/.well-known/jwks.json`
    ///
    /// - Parameters:
    ///   - ifNoneMatch: An ETag that you have: 304 if it holds.
    /// - Throws: ``PostCardItError`` with the codes `rate_limited`, `internal`, `unavailable`.
    public func getJWKS(ifNoneMatch: String? = nil) async throws(PostCardItError) -> JWKS {
        try await response(to: APIRequest<JWKS>.getJWKS(ifNoneMatch: ifNoneMatch)).value
    }
}
