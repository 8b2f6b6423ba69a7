// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `DELETE /v1/uploads/{uploadId}` and its answer.
    public static let deleteUpload = Fixture(.deleteUpload, status: 204, "none") {
        _ = try await $0.response(to: APIRequest<Void>.deleteUpload(uploadID: sample(##""01a20490-b391-77bf-841b-d19a1e6a5a20""##)))
    }
}
