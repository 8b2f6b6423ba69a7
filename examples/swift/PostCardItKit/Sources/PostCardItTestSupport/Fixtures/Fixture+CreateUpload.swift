// Generated from PostCardIt 1, contract 5b7bb250daf9ad72. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `POST /v1/uploads` and its answer.
    public static let createUpload = Fixture(
        .createUpload, status: 201, Upload.self,
        json: ##"""
            {"expiresAt":"2026-11-22T15:53:00.123Z","headers":{"key":"key"},"maxBytes":10485760,
            "method":"PUT","offset":1,"problem":"invalid_json","purpose":"postcard",
            "status":"pending","uploadId":"01a20490-b391-77bf-841b-d19a1e6a5a20","url":"https://example.com/picture.jpg"}
            """##
    ) {
        _ = try await $0.response(to: APIRequest<Upload>.createUpload(
            sample(
            ##"""
            {"byteSize":1024,"contentType":"image/jpeg","purpose":"postcard","sha256":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}
            """##)
        ))
    }
}
