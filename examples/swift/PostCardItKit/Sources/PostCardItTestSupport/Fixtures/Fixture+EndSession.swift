// Generated from PostCardIt 1, contract 5b7bb250daf9ad72. Do not edit.

import PostCardItAPI

extension Fixture {
    /// What `DELETE /v1/auth/sessions/{sessionId}` answers.
    public static let endSession = Fixture(.endSession, status: 204, "none")
}
