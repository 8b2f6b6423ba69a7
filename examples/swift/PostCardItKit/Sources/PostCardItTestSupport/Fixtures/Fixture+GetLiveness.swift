// Generated from PostCardIt 1, contract 5b7bb250daf9ad72. Do not edit.

import PostCardItAPI

extension Fixture {
    /// What `GET /v1/health/live` answers.
    public static let getLiveness = Fixture(
        .getLiveness, status: 200, Liveness.self,
        json: ##"""
            {"status":"status"}
            """##)
}
