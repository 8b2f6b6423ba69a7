// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `DELETE /v1/users/me/avatar` and its answer.
    public static let removeAvatar = Fixture(
        .removeAvatar, status: 200, User.self, json: User.previewJSON
    ) {
        _ = try await $0.response(to: APIRequest<User>.removeAvatar())
    }
}
