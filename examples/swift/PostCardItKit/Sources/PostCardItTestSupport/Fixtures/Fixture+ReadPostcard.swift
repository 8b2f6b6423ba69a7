// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `PUT /v1/postcards/{postcardId}/read` and its answer.
    public static let readPostcard = Fixture(
        .readPostcard, status: 200, Postcard.self, json: Postcard.previewJSON
    ) {
        _ = try await $0.response(to: APIRequest<Postcard>.readPostcard(postcardID: sample(##""01a20490-b391-77bf-841b-d19a1e6a5a20""##)))
    }
}
