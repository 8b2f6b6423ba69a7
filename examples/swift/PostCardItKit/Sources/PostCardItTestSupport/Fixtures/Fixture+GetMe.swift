// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `GET /v1/users/me` and its answer.
    public static let getMe = Fixture(
        .getMe, status: 200, User.self, json: User.previewJSON
    ) {
        _ = try await $0.response(to: APIRequest<User>.getMe())
    }
}
