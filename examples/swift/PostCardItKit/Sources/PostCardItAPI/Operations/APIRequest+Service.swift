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

extension APIRequest where Reply == Liveness {
    /// The request of ``PostCardItService/getLiveness()`` as a value: `GET /v1/health/live`.
    public static func getLiveness() throws(PostCardItError) -> Self {
        var draft = RequestDraft(.getLiveness, "GET", statuses: [200])
        draft.path += "/health/live"
        draft.isPublic = true
        return try Self(json: draft)
    }
}

extension APIRequest where Reply == [String: JSONValue] {
    /// The request of ``PostCardItService/getOpenapi(ifNoneMatch:)`` as a value: `GET /v1/openapi.json`.
    public static func getOpenapi(ifNoneMatch: String? = nil) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.getOpenapi, "GET", statuses: [200])
        draft.path += "/openapi.json"
        draft.isPublic = true
        draft.header("If-None-Match", ifNoneMatch)
        return try Self(json: draft)
    }
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
