// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `GET /v1/openapi.json` and its answer.
    public static let getOpenapi = Fixture(
        .getOpenapi, status: 200, [String: JSONValue].self,
        json: ##"""
            {}
            """##
    ) {
        _ = try await $0.response(to: APIRequest<[String: JSONValue]>.getOpenapi())
    }
}
