// Generated from PostCardIt 1. Do not edit.

/// A stamp. Its picture is the same for everyone and needs no signature.
///
/// Travels with `DELETE /v1/postcards/{postcardId}/archive`, `GET /v1/events`, `GET /v1/postcards` and 8 more.
public struct Stamp: Codable, Hashable, Sendable, Identifiable {
    /// `stampId` on the wire.
    public let stampID: String
    /// `name` on the wire.
    public let name: String
    /// What a stamp is about.
    public let category: StampCategory
    /// `imageUrl` on the wire.
    public let imageURL: String
    /// What tells one from another: ``stampID``.
    public var id: String { stampID }

    /// Makes one.
    public init(stampID: String, name: String, category: StampCategory, imageURL: String) {
        (self.stampID, self.name, self.category, self.imageURL) = (stampID, name, category, imageURL)
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        stampID = try wire.read("stampId")
        name = try wire.read("name")
        category = try wire.read("category")
        imageURL = try wire.read("imageUrl")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(stampID, "stampId")
        try wire.write(name, "name")
        try wire.write(category, "category")
        try wire.write(imageURL, "imageUrl")
    }
}
