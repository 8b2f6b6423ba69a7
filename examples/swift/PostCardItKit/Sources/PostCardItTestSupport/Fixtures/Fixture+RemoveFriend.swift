// Generated from PostCardIt 1, contract 5b7bb250daf9ad72. Do not edit.

import PostCardItAPI

extension Fixture {
    /// What `DELETE /v1/friends/{friendshipId}` answers.
    public static let removeFriend = Fixture(.removeFriend, status: 204, "none")
}
