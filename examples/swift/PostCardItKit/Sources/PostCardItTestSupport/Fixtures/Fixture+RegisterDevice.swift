// Generated from PostCardIt 1, contract 5b7bb250daf9ad72. Do not edit.

import PostCardItAPI

extension Fixture {
    /// What `POST /v1/users/me/devices` answers.
    public static let registerDevice = Fixture(.registerDevice, status: 204, "none")
}
