// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `GET /v1/uploads/{uploadId}` and its answer.
    public static let getUpload = Fixture(
        .getUpload, status: 200, Upload.self, json: Upload.previewJSON
    ) {
        _ = try await $0.response(to: APIRequest<Upload>.getUpload(uploadID: sample(##""01a20490-b391-77bf-841b-d19a1e6a5a20""##)))
    }
}
