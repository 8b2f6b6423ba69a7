// Generated from PostCardIt 1. Do not edit.

import Foundation

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

    /// Whether the process runs.
    ///
    /// HTTP: `GET /v1/health/live`
    ///
    /// - Throws: ``PostCardItError`` with the codes `rate_limited`, `internal`, `unavailable`.
    public func getLiveness() async throws(PostCardItError) -> Liveness {
        try await response(to: APIRequest<Liveness>.getLiveness()).value
    }

    /// This contract as an OpenAPI document.
    ///
    /// HTTP: `GET /v1/openapi.json`
    ///
    /// - Parameters:
    ///   - ifNoneMatch: An ETag that you have: 304 if it holds.
    /// - Throws: ``PostCardItError`` with the codes `rate_limited`, `internal`, `unavailable`.
    public func getOpenapi(ifNoneMatch: String? = nil) async throws(PostCardItError) -> [String: JSONValue] {
        try await response(to: APIRequest<[String: JSONValue]>.getOpenapi(ifNoneMatch: ifNoneMatch)).value
    }

    /// Whether the service can answer, and what it speaks.
    ///
    /// HTTP: `GET /v1/health/ready`
    ///
    /// - Throws: ``PostCardItError`` with the codes `rate_limited`, `internal`, `unavailable`.
    public func getReadiness() async throws(PostCardItError) -> Readiness {
        try await response(to: APIRequest<Readiness>.getReadiness()).value
    }
}
