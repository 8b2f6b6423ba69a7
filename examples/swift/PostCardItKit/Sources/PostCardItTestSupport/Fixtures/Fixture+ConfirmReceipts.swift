// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `POST /v1/postcards/receipts` and its answer.
    public static let confirmReceipts = Fixture(
        .confirmReceipts, status: 200, Receipts.self, json: Receipts.previewJSON
    ) {
        _ = try await $0.response(to: APIRequest<Receipts>.confirmReceipts(sample(ConfirmReceipts.previewJSON)))
    }
}
