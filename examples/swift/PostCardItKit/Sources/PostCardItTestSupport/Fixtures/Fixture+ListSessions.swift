// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `GET /v1/auth/sessions` and its answer.
    public static let listSessions = Fixture(
        .listSessions, status: 200, SessionList.self, json: SessionList.previewJSON
    ) {
        _ = try await $0.response(to: APIRequest<SessionList>.listSessions())
    }
}
