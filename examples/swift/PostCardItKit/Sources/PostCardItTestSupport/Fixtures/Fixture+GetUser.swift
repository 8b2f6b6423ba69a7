// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `GET /v1/users/{userId}` and its answer.
    public static let getUser = Fixture(
        .getUser, status: 200, User.self, json: User.previewJSON
    ) {
        _ = try await $0.response(to: APIRequest<User>.getUser(userID: sample(##""01a20490-b391-77bf-841b-d19a1e6a5a20""##)))
    }
}
