// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `GET /v1/users/blocked` and its answer.
    public static let listBlocked = Fixture(
        .listBlocked, status: 200, BlockedPage.self, json: BlockedPage.previewJSON
    ) {
        _ = try await $0.response(to: APIRequest<BlockedPage>.listBlocked())
    }
}
