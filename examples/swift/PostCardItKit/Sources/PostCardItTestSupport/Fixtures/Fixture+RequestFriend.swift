// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `POST /v1/friends` and its answer.
    public static let requestFriend = Fixture(
        .requestFriend, status: 201, Friendship.self, json: Friendship.previewJSON
    ) {
        _ = try await $0.response(to: APIRequest<Friendship>.requestFriend(sample(RequestFriend.previewJSON)))
    }
}
