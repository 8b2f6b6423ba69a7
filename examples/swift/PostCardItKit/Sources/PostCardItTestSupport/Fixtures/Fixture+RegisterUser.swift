// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `POST /v1/auth/register` and its answer.
    public static let registerUser = Fixture(
        .registerUser, status: 202, CodeSent.self, json: CodeSent.previewJSON
    ) {
        _ = try await $0.response(to: APIRequest<CodeSent>.registerUser(sample(RegisterUser.previewJSON)))
    }
}
