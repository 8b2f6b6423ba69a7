// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `GET /v1/openapi.json`
    public static let getOpenapi = OperationID(rawValue: "get_openapi")
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

extension PostCardItService {
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
}
