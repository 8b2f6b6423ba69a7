// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `GET /v1/events` and its answer.
    public static let listenEvents = Fixture(.listenEvents, status: 200, "stream") {
        _ = try await $0.stream(APIRequest<ByteStream>.listenEvents())
    }
}
