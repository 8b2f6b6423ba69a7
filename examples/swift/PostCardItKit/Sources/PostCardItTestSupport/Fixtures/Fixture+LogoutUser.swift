// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `POST /v1/auth/logout` and its answer.
    public static let logoutUser = Fixture(.logoutUser, status: 204, "none") {
        _ = try await $0.response(to: APIRequest<Void>.logoutUser(sample(LogoutUser.previewJSON)))
    }
}
