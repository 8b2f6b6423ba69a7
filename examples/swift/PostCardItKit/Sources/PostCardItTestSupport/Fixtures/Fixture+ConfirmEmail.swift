// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `POST /v1/auth/confirm-email` and its answer.
    public static let confirmEmail = Fixture(
        .confirmEmail, status: 200, User.self, json: User.previewJSON
    ) {
        _ = try await $0.response(to: APIRequest<User>.confirmEmail(sample(ConfirmEmail.previewJSON)))
    }
}
