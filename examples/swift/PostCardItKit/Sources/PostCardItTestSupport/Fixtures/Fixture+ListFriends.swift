// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `GET /v1/friends` and its answer.
    public static let listFriends = Fixture(
        .listFriends, status: 200, FriendPage.self, json: FriendPage.previewJSON
    ) {
        _ = try await $0.response(to: APIRequest<FriendPage>.listFriends())
    }
}
