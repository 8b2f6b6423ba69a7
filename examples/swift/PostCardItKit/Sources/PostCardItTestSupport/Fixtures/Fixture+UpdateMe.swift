// Generated from PostCardIt 1, contract 5b7bb250daf9ad72. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `PATCH /v1/users/me` and its answer.
    public static let updateMe = Fixture(
        .updateMe, status: 200, User.self,
        json: ##"""
            {"bio":"Postcards from everywhere.","createdAt":"2026-11-22T15:53:00.123Z",
            "email":"alice@example.com","findableByEmail":false,"friendsCount":1,"fullName":"Alice Rossi",
            "isActive":true,"postcardsCount":1,"profilePictureUrl":"https://example.com/picture.jpg",
            "updatedAt":"2026-11-22T15:53:00.123Z","userId":"01a20490-b391-77bf-841b-d19a1e6a5a20",
            "username":"alice"}
            """##
    ) {
        _ = try await $0.response(to: APIRequest<User>.updateMe(
            sample(
            ##"""
            {"bio":"Postcards from everywhere.","email":"alice@example.com","findableByEmail":false,
            "fullName":"Alice Rossi","profilePictureUrl":"https://example.com/picture.jpg",
            "username":"alice"}
            """##)
        ))
    }
}
