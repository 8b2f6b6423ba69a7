// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `GET /v1/.well-known/jwks.json`
    public static var getJWKS: Self { Self(rawValue: "get_jwks") }
    /// `GET /v1/health/live`
    public static var getLiveness: Self { Self(rawValue: "get_liveness") }
    /// `GET /v1/openapi.json`
    public static var getOpenapi: Self { Self(rawValue: "get_openapi") }
    /// `GET /v1/health/ready`
    public static var getReadiness: Self { Self(rawValue: "get_readiness") }
}

extension APIRequest {
    /// The request of ``PostCardItService/getJWKS(ifNoneMatch:)`` as a value: `GET /v1/.well-known/jwks.json`.
    public static func getJWKS(ifNoneMatch: String? = nil) throws(PostCardItError) -> Self where Reply == JWKS {
        var draft = RequestDraft(.getJWKS, "GET", "/.well-known/jwks.json", isPublic: true, statuses: [200])
        draft.header("If-None-Match", ifNoneMatch)
        return try Self(json: draft)
    }

    /// The request of ``PostCardItService/getLiveness()`` as a value: `GET /v1/health/live`.
    public static func getLiveness() throws(PostCardItError) -> Self where Reply == Liveness {
        try Self(json: RequestDraft(.getLiveness, "GET", "/health/live", isPublic: true, statuses: [200]))
    }

    /// The request of ``PostCardItService/getOpenapi(ifNoneMatch:)`` as a value: `GET /v1/openapi.json`.
    public static func getOpenapi(
        ifNoneMatch: String? = nil
    ) throws(PostCardItError) -> Self where Reply == [String: JSONValue] {
        var draft = RequestDraft(.getOpenapi, "GET", "/openapi.json", isPublic: true, statuses: [200])
        draft.header("If-None-Match", ifNoneMatch)
        return try Self(json: draft)
    }

    /// The request of ``PostCardItService/getReadiness()`` as a value: `GET /v1/health/ready`.
    public static func getReadiness() throws(PostCardItError) -> Self where Reply == Readiness {
        try Self(json: RequestDraft(.getReadiness, "GET", "/health/ready", isPublic: true, statuses: [200]))
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
        try await reply(to: APIRequest<JWKS>.getJWKS(ifNoneMatch: ifNoneMatch))
    }

    /// Whether the process runs.
    ///
    /// HTTP: `GET /v1/health/live`
    ///
    /// - Throws: ``PostCardItError`` with the codes `rate_limited`, `internal`, `unavailable`.
    public func getLiveness() async throws(PostCardItError) -> Liveness {
        try await reply(to: APIRequest<Liveness>.getLiveness())
    }

    /// This contract as an OpenAPI document.
    ///
    /// HTTP: `GET /v1/openapi.json`
    ///
    /// - Parameters:
    ///   - ifNoneMatch: An ETag that you have: 304 if it holds.
    /// - Throws: ``PostCardItError`` with the codes `rate_limited`, `internal`, `unavailable`.
    public func getOpenapi(ifNoneMatch: String? = nil) async throws(PostCardItError) -> [String: JSONValue] {
        try await reply(to: APIRequest<[String: JSONValue]>.getOpenapi(ifNoneMatch: ifNoneMatch))
    }

    /// Whether the service can answer, and what it speaks.
    ///
    /// HTTP: `GET /v1/health/ready`
    ///
    /// - Throws: ``PostCardItError`` with the codes `rate_limited`, `internal`, `unavailable`.
    public func getReadiness() async throws(PostCardItError) -> Readiness {
        try await reply(to: APIRequest<Readiness>.getReadiness())
    }
}
