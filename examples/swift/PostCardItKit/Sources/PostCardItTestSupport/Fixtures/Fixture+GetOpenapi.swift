// Generated from PostCardIt 1, contract 5b7bb250daf9ad72. Do not edit.

import PostCardItAPI

extension Fixture {
    /// What `GET /v1/openapi.json` answers.
    public static let getOpenapi = Fixture(
        .getOpenapi, status: 200, [String: JSONValue].self,
        json: ##"""
            {}
            """##)
}
