// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `POST /v1/auth/login` and its answer.
    public static let loginUser = Fixture(
        .loginUser, status: 200, TokenPair.self, json: TokenPair.previewJSON
    ) {
        _ = try await $0.response(to: APIRequest<TokenPair>.loginUser(sample(LoginUser.previewJSON)))
    }
}
