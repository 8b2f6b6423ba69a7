// Generated from PostCardIt 1, contract 5b7bb250daf9ad72. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `POST /v1/auth/register` and its answer.
    public static let registerUser = Fixture(
        .registerUser, status: 202, CodeSent.self,
        json: ##"""
            {"email":"alice@example.com","expiresAt":"2026-11-22T15:53:00.123Z"}
            """##
    ) {
        _ = try await $0.response(to: APIRequest<CodeSent>.registerUser(
            sample(
            ##"""
            {"email":"alice@example.com","fullName":"Alice Rossi","password":"correct horse",
            "username":"alice"}
            """##)
        ))
    }
}
