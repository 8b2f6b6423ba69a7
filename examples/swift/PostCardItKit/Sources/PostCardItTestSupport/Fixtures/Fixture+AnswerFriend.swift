// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `PUT /v1/friends/{friendshipId}` and its answer.
    public static let answerFriend = Fixture(
        .answerFriend, status: 200, Friendship.self, json: Friendship.previewJSON
    ) {
        _ = try await $0.response(to: APIRequest<Friendship>.answerFriend(
            sample(AnswerFriend.previewJSON), friendshipID: sample(##""01a20490-b391-77bf-841b-d19a1e6a5a20""##)
        ))
    }
}
