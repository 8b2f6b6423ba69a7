// Generated from PostCardIt 1, contract 5b7bb250daf9ad72. Do not edit.

import PostCardItAPI

extension Fixture {
    /// What `DELETE /v1/users/{userId}/block` answers.
    public static let unblockUser = Fixture(.unblockUser, status: 204, "none")
}
