// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `DELETE /v1/friends/{friendshipId}` and its answer.
    public static let removeFriend = Fixture(.removeFriend, status: 204, "none") {
        _ = try await $0.response(to: APIRequest<Void>.removeFriend(friendshipID: sample(##""01a20490-b391-77bf-841b-d19a1e6a5a20""##)))
    }
}
