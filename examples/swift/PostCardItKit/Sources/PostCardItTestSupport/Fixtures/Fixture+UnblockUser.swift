// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `DELETE /v1/users/{userId}/block` and its answer.
    public static let unblockUser = Fixture(.unblockUser, status: 204, "none") {
        _ = try await $0.response(to: APIRequest<Void>.unblockUser(userID: sample(##""01a20490-b391-77bf-841b-d19a1e6a5a20""##)))
    }
}
