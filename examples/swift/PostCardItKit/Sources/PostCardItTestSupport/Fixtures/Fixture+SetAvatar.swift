// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `PUT /v1/users/me/avatar` and its answer.
    public static let setAvatar = Fixture(
        .setAvatar, status: 200, User.self, json: User.previewJSON
    ) {
        _ = try await $0.response(to: APIRequest<User>.setAvatar(sample(SetAvatar.previewJSON)))
    }
}
