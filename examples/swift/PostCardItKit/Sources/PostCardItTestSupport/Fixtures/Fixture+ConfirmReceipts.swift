// Generated from PostCardIt 1, contract 5b7bb250daf9ad72. Do not edit.

import PostCardItAPI

extension Fixture {
    /// What `POST /v1/postcards/receipts` answers.
    public static let confirmReceipts = Fixture(
        .confirmReceipts, status: 200, Receipts.self,
        json: ##"""
            {"delivered":1,"read":1}
            """##)
}
