// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `DELETE /v1/users/me` and its answer.
    public static let deleteMe = Fixture(.deleteMe, status: 204, "none") {
        _ = try await $0.response(to: APIRequest<Void>.deleteMe(sample(DeleteMe.previewJSON)))
    }
}
