// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `GET /v1/sync` and its answer.
    public static let syncChanges = Fixture(
        .syncChanges, status: 200, SyncPage.self, json: SyncPage.previewJSON
    ) {
        _ = try await $0.response(to: APIRequest<SyncPage>.syncChanges())
    }
}
