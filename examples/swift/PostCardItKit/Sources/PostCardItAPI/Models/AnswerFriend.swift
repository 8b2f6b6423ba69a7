// Generated from PostCardIt 1. Do not edit.

/// Accept or reject a request that was made to oneself.
///
/// Travels with `PUT /v1/friends/{friendshipId}`.
public struct AnswerFriend: Codable, Hashable, Sendable {
    /// What the addressee says to a request.
    public var action: FriendAnswer

    /// Makes one.
    public init(action: FriendAnswer) {
        self.action = action
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        action = try wire.read("action")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(action, "action")
    }
}
