// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `GET /v1/users/search` and its answer.
    public static let searchUsers = Fixture(
        .searchUsers, status: 200, UserPage.self, json: UserPage.previewJSON
    ) {
        _ = try await $0.response(to: APIRequest<UserPage>.searchUsers(q: sample(##""qx""##)))
    }
}
