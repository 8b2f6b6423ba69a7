// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `POST /v1/auth/reset-password` and its answer.
    public static let resetPassword = Fixture(.resetPassword, status: 204, "none") {
        _ = try await $0.response(to: APIRequest<Void>.resetPassword(sample(ResetPassword.previewJSON)))
    }
}
