// Generated from PostCardIt 1. Do not edit.

/// The numbers of one's profile screen, as of now.
///
/// Travels with `GET /v1/users/me/stats`.
public struct UserStats: Codable, Hashable, Sendable {
    /// Postcards in one's box of sent ones, archived or not.
    public let sent: Int
    /// Postcards in one's box of received ones, archived or not.
    public let received: Int
    /// Received ones that are neither read nor archived.
    public let unread: Int
    /// How many countries the postcards that one sent name.
    public let countries: Int
    /// How many cities; a name in two countries is two cities.
    public let cities: Int
    /// `friends` on the wire.
    public let friends: Int

    /// Makes one.
    public init(sent: Int, received: Int, unread: Int, countries: Int, cities: Int, friends: Int) {
        (self.sent, self.received, self.unread, self.countries) = (sent, received, unread, countries)
        (self.cities, self.friends) = (cities, friends)
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        sent = try wire.read("sent")
        received = try wire.read("received")
        unread = try wire.read("unread")
        countries = try wire.read("countries")
        cities = try wire.read("cities")
        friends = try wire.read("friends")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(sent, "sent")
        try wire.write(received, "received")
        try wire.write(unread, "unread")
        try wire.write(countries, "countries")
        try wire.write(cities, "cities")
        try wire.write(friends, "friends")
    }
}
