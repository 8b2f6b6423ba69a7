// Generated from PostCardIt 1, contract 5b7bb250daf9ad72. Do not edit.

import PostCardItAPI

extension Fixture {
    /// What `GET /v1/events` answers.
    public static let listenEvents = Fixture(.listenEvents, status: 200, "stream")
}
