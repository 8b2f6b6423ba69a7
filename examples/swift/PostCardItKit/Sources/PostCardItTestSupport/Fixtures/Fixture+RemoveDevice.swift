// Generated from PostCardIt 1, contract 5b7bb250daf9ad72. Do not edit.

import PostCardItAPI

extension Fixture {
    /// What `DELETE /v1/users/me/devices` answers.
    public static let removeDevice = Fixture(.removeDevice, status: 204, "none")
}
