// Generated from PostCardIt 1, contract 5b7bb250daf9ad72. Do not edit.

import PostCardItAPI

extension Fixture {
    /// What `POST /v1/users/me/export` answers.
    public static let exportMe = Fixture(
        .exportMe, status: 200, Export.self,
        json: ##"""
            {"expiresAt":"2026-11-22T15:53:00.123Z","url":"https://example.com/picture.jpg"}
            """##)
}
