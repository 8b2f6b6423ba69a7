// Generated from PostCardIt 1, contract 5b7bb250daf9ad72. Do not edit.

import PostCardItAPI

extension Fixture {
    /// What `POST /v1/auth/logout` answers.
    public static let logoutUser = Fixture(.logoutUser, status: 204, "none")
}
