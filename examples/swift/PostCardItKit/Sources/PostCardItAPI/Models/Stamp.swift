// Generated from PostCardIt 1. Do not edit.

import Foundation

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
    public init(
        stampID: String, name: String, category: StampCategory, imageURL: String
    ) {
        self.stampID = stampID
        self.name = name
        self.category = category
        self.imageURL = imageURL
    }

    enum CodingKeys: String, CodingKey {
        case name, category
        case stampID = "stampId"
        case imageURL = "imageUrl"
    }
}
