// Generated from PostCardIt 1. Do not edit.

import Foundation

/// Accept or reject a request that was made to oneself.
///
/// Travels with `PUT /v1/friends/{friendshipId}`.
public struct AnswerFriend: Codable, Hashable, Sendable {
    /// What the addressee says to a request.
    public var action: FriendAnswer

    /// Makes one.
    public init(
        action: FriendAnswer
    ) {
        self.action = action
    }

    enum CodingKeys: String, CodingKey {
        case action
    }
}
