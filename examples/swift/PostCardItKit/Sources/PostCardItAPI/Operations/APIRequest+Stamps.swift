// Generated from PostCardIt 1. Do not edit.

import Foundation

extension OperationID {
    /// `GET /v1/stamps`
    public static var listStamps: Self { Self(rawValue: "list_stamps") }
}

extension APIRequest where Reply == StampPage {
    /// The request of ``PostCardItService/listStamps(category:ifNoneMatch:)`` as a value: `GET /v1/stamps`.
    public static func listStamps(
        category: StampCategory? = nil, ifNoneMatch: String? = nil
    ) throws(PostCardItError) -> Self {
        var draft = RequestDraft(.listStamps, "GET", statuses: [200])
        draft.path += "/stamps"
        draft.query("category", category)
        draft.header("If-None-Match", ifNoneMatch)
        return try Self(json: draft)
    }
}
