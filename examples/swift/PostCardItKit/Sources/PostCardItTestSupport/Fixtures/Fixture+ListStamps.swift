// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `GET /v1/stamps` and its answer.
    public static let listStamps = Fixture(
        .listStamps, status: 200, StampPage.self, json: StampPage.previewJSON
    ) {
        _ = try await $0.response(to: APIRequest<StampPage>.listStamps())
    }
}
