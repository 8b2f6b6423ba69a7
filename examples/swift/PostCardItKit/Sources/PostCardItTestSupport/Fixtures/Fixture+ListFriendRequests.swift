// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `GET /v1/friends/requests` and its answer.
    public static let listFriendRequests = Fixture(
        .listFriendRequests, status: 200, FriendshipPage.self, json: FriendshipPage.previewJSON
    ) {
        _ = try await $0.response(to: APIRequest<FriendshipPage>.listFriendRequests())
    }
}
