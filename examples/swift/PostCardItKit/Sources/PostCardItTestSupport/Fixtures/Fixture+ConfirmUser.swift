// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `POST /v1/auth/confirm` and its answer.
    public static let confirmUser = Fixture(
        .confirmUser, status: 200, Confirmed.self, json: Confirmed.previewJSON
    ) {
        _ = try await $0.response(to: APIRequest<Confirmed>.confirmUser(sample(ConfirmUser.previewJSON)))
    }
}
