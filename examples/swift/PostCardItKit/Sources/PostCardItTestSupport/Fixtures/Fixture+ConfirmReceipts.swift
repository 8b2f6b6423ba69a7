// Generated from PostCardIt 1, contract 5b7bb250daf9ad72. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `POST /v1/postcards/receipts` and its answer.
    public static let confirmReceipts = Fixture(
        .confirmReceipts, status: 200, Receipts.self,
        json: ##"""
            {"delivered":1,"read":1}
            """##
    ) {
        _ = try await $0.response(to: APIRequest<Receipts>.confirmReceipts(
            sample(
            ##"""
            {"delivered":["01a20490-b391-77bf-841b-d19a1e6a5a20"],"read":["01a20490-b391-77bf-841b-d19a1e6a5a20"]}
            """##)
        ))
    }
}
