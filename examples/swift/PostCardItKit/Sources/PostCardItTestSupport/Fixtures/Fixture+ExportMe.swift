// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `POST /v1/users/me/export` and its answer.
    public static let exportMe = Fixture(
        .exportMe, status: 200, Export.self, json: Export.previewJSON
    ) {
        _ = try await $0.response(to: APIRequest<Export>.exportMe())
    }
}
