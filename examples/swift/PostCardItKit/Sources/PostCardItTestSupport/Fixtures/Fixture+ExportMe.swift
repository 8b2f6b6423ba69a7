// Generated from PostCardIt 1, contract 5b7bb250daf9ad72. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `POST /v1/users/me/export` and its answer.
    public static let exportMe = Fixture(
        .exportMe, status: 200, Export.self,
        json: ##"""
            {"expiresAt":"2026-11-22T15:53:00.123Z","url":"https://example.com/picture.jpg"}
            """##
    ) {
        _ = try await $0.response(to: APIRequest<Export>.exportMe())
    }
}
