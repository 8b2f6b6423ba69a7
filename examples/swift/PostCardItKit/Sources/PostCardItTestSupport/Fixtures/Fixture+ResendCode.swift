// Generated from PostCardIt 1, contract 5b7bb250daf9ad72. Do not edit.

import PostCardItAPI

extension Fixture {
    /// What `POST /v1/auth/resend-code` answers.
    public static let resendCode = Fixture(
        .resendCode, status: 202, CodeSent.self,
        json: ##"""
            {"email":"alice@example.com","expiresAt":"2026-11-22T15:53:00.123Z"}
            """##)
}
