// Generated from PostCardIt 1, contract 5b7bb250daf9ad72. Do not edit.

import PostCardItAPI

extension Fixture {
    /// What `DELETE /v1/postcards/{postcardId}` answers.
    public static let deletePostcard = Fixture(.deletePostcard, status: 204, "none")
}
