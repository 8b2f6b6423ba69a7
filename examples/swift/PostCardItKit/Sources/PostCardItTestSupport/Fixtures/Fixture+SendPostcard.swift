// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `POST /v1/postcards` and its answer.
    public static let sendPostcard = Fixture(
        .sendPostcard, status: 201, Postcard.self, json: Postcard.previewJSON
    ) {
        _ = try await $0.response(to: APIRequest<Postcard>.sendPostcard(sample(SendPostcard.previewJSON)))
    }
}
