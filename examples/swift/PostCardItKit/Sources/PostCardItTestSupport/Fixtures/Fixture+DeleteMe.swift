// Generated from PostCardIt 1, contract 5b7bb250daf9ad72. Do not edit.

import PostCardItAPI

extension Fixture {
    /// What `DELETE /v1/users/me` answers.
    public static let deleteMe = Fixture(.deleteMe, status: 204, "none")
}
