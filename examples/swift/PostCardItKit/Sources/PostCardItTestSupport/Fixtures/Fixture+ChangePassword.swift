// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `POST /v1/auth/change-password` and its answer.
    public static let changePassword = Fixture(.changePassword, status: 204, "none") {
        _ = try await $0.response(to: APIRequest<Void>.changePassword(sample(ChangePassword.previewJSON)))
    }
}
