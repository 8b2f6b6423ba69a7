// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `GET /v1/users/me/stats` and its answer.
    public static let getStats = Fixture(
        .getStats, status: 200, UserStats.self, json: UserStats.previewJSON
    ) {
        _ = try await $0.response(to: APIRequest<UserStats>.getStats())
    }
}
