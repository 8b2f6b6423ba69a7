// Generated from PostCardIt 1. Do not edit.

import Foundation

/// Where a postcard was written. Coordinates are degrees (WGS 84) and come both or not at all.
///
/// Travels with `DELETE /v1/postcards/{postcardId}/archive`, `GET /v1/events`, `GET /v1/postcards` and 7 more.
public struct Location: Codable, Hashable, Sendable {
    /// `address` on the wire.
    public var address: String?
    /// `city` on the wire.
    public var city: String?
    /// `country` on the wire.
    public var country: String?
    /// `latitude` on the wire.
    public var latitude: Double?
    /// `longitude` on the wire.
    public var longitude: Double?

    /// Makes one.
    public init(
        address: String? = nil, city: String? = nil, country: String? = nil, latitude: Double? = nil,
        longitude: Double? = nil
    ) {
        self.address = address
        self.city = city
        self.country = country
        self.latitude = latitude
        self.longitude = longitude
    }

    enum CodingKeys: String, CodingKey {
        case address, city, country, latitude, longitude
    }
}

extension Location: Validatable {
    /// Notes what the server would refuse.
    public func validate(in validation: inout Validation, at pointer: String) {
        validation.check(address, at: pointer + "/address", maxLength: 200)
        validation.check(city, at: pointer + "/city", maxLength: 200)
        validation.check(country, at: pointer + "/country", maxLength: 200)
        validation.check(latitude, at: pointer + "/latitude", minimum: -90.0, maximum: 90.0)
        validation.check(longitude, at: pointer + "/longitude", minimum: -180.0, maximum: 180.0)
    }
}
