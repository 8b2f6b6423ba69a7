// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `PUT /v1/users/{userId}/block` and its answer.
    public static let blockUser = Fixture(
        .blockUser, status: 200, Friendship.self, json: Friendship.previewJSON
    ) {
        _ = try await $0.response(to: APIRequest<Friendship>.blockUser(userID: sample(##""01a20490-b391-77bf-841b-d19a1e6a5a20""##)))
    }
}
