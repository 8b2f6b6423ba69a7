// Generated from PostCardIt 1. Do not edit.

/// Ask someone for friendship, by id or by username. If they asked first, this accepts.
///
/// Travels with `POST /v1/friends`.
public struct RequestFriend: Codable, Hashable, Sendable {
    /// `addresseeId` on the wire.
    public var addresseeID: String?
    /// `username` on the wire.
    public var username: String?

    /// Makes one.
    public init(addresseeID: String? = nil, username: String? = nil) {
        (self.addresseeID, self.username) = (addresseeID, username)
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        addresseeID = try wire.readIfAny("addresseeId")
        username = try wire.readIfAny("username")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.writeIfAny(addresseeID, "addresseeId")
        try wire.writeIfAny(username, "username")
    }
}

extension RequestFriend: Validatable {
    /// Notes what the server would refuse.
    public func validate(in validation: inout Validation, at pointer: String) {
        validation.check(addresseeID, at: pointer + "/addresseeId", pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\\z")
        validation.check(username, at: pointer + "/username", maxLength: 254)
    }
}
