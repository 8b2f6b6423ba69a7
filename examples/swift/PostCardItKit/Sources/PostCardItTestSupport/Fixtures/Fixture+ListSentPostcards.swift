// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `GET /v1/postcards/sent` and its answer.
    public static let listSentPostcards = Fixture(
        .listSentPostcards, status: 200, PostcardPage.self, json: PostcardPage.previewJSON
    ) {
        _ = try await $0.response(to: APIRequest<PostcardPage>.listSentPostcards())
    }
}
