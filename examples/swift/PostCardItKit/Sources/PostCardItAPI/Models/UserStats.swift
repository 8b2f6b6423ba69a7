// Generated from PostCardIt 1. Do not edit.

import Foundation

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
    public init(
        sent: Int, received: Int, unread: Int, countries: Int, cities: Int, friends: Int
    ) {
        self.sent = sent
        self.received = received
        self.unread = unread
        self.countries = countries
        self.cities = cities
        self.friends = friends
    }

    enum CodingKeys: String, CodingKey {
        case sent, received, unread, countries, cities, friends
    }
}
