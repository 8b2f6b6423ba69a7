// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `GET /v1/health/live` and its answer.
    public static let getLiveness = Fixture(
        .getLiveness, status: 200, Liveness.self, json: Liveness.previewJSON
    ) {
        _ = try await $0.response(to: APIRequest<Liveness>.getLiveness())
    }
}
