// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `GET /v1/health/ready` and its answer.
    public static let getReadiness = Fixture(
        .getReadiness, status: 200, Readiness.self, json: Readiness.previewJSON
    ) {
        _ = try await $0.response(to: APIRequest<Readiness>.getReadiness())
    }
}
