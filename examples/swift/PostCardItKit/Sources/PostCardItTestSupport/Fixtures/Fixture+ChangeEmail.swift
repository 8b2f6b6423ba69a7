// Generated from PostCardIt 1, contract 5b7bb250daf9ad72. Do not edit.

import PostCardItAPI

extension Fixture {
    /// What `POST /v1/auth/change-email` answers.
    public static let changeEmail = Fixture(
        .changeEmail, status: 202, CodeSent.self,
        json: ##"""
            {"email":"alice@example.com","expiresAt":"2026-11-22T15:53:00.123Z"}
            """##)
}
