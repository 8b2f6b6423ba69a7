// Generated from PostCardIt 1. Do not edit.

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
        (self.address, self.city, self.country, self.latitude) = (address, city, country, latitude)
        self.longitude = longitude
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        address = try wire.readIfAny("address")
        city = try wire.readIfAny("city")
        country = try wire.readIfAny("country")
        latitude = try wire.readIfAny("latitude")
        longitude = try wire.readIfAny("longitude")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.writeIfAny(address, "address")
        try wire.writeIfAny(city, "city")
        try wire.writeIfAny(country, "country")
        try wire.writeIfAny(latitude, "latitude")
        try wire.writeIfAny(longitude, "longitude")
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
