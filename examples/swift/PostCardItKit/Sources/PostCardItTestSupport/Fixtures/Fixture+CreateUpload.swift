// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `POST /v1/uploads` and its answer.
    public static let createUpload = Fixture(
        .createUpload, status: 201, Upload.self, json: Upload.previewJSON
    ) {
        _ = try await $0.response(to: APIRequest<Upload>.createUpload(sample(CreateUpload.previewJSON)))
    }
}
