// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `POST /v1/auth/forgot-password` and its answer.
    public static let forgotPassword = Fixture(
        .forgotPassword, status: 202, CodeSent.self, json: CodeSent.previewJSON
    ) {
        _ = try await $0.response(to: APIRequest<CodeSent>.forgotPassword(sample(ForgotPassword.previewJSON)))
    }
}
