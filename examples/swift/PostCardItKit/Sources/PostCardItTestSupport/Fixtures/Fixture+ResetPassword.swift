// Generated from PostCardIt 1, contract 5b7bb250daf9ad72. Do not edit.

import PostCardItAPI

extension Fixture {
    /// What `POST /v1/auth/reset-password` answers.
    public static let resetPassword = Fixture(.resetPassword, status: 204, "none")
}
