// Generated from PostCardIt 1. Do not edit.

/// Mail a postcard to a friend, by id or by username.
///
/// The photo is an upload of one's own that is `ready`; `imageUrl` is the shipped app's way to name it (the upload's
/// id, or a URL of this server for it) and is never fetched.
///
/// Travels with `POST /v1/postcards`.
public struct SendPostcard: Codable, Hashable, Sendable {
    /// `message` on the wire.
    public var message: String
    /// How the message looks on the card. Without it: `"handwritten"`.
    public var font: PostCardItFont?
    /// `imageUrl` on the wire.
    public var imageURL: String?
    /// Where a postcard was written. Coordinates are degrees (WGS 84) and come both or not at all.
    public var location: Location?
    /// `recipientId` on the wire.
    public var recipientID: String?
    /// `recipientUsername` on the wire.
    public var recipientUsername: String?
    /// `stampId` on the wire.
    public var stampID: String?
    /// `uploadId` on the wire.
    public var uploadID: String?

    /// Makes one.
    public init(
        message: String, font: PostCardItFont? = nil, imageURL: String? = nil, location: Location? = nil,
        recipientID: String? = nil, recipientUsername: String? = nil, stampID: String? = nil, uploadID: String? = nil
    ) {
        (self.message, self.font, self.imageURL, self.location) = (message, font, imageURL, location)
        (self.recipientID, self.recipientUsername, self.stampID) = (recipientID, recipientUsername, stampID)
        self.uploadID = uploadID
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        message = try wire.read("message")
        font = try wire.readIfAny("font")
        imageURL = try wire.readIfAny("imageUrl")
        location = try wire.readIfAny("location")
        recipientID = try wire.readIfAny("recipientId")
        recipientUsername = try wire.readIfAny("recipientUsername")
        stampID = try wire.readIfAny("stampId")
        uploadID = try wire.readIfAny("uploadId")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(message, "message")
        try wire.writeIfAny(font, "font")
        try wire.writeIfAny(imageURL, "imageUrl")
        try wire.writeIfAny(location, "location")
        try wire.writeIfAny(recipientID, "recipientId")
        try wire.writeIfAny(recipientUsername, "recipientUsername")
        try wire.writeIfAny(stampID, "stampId")
        try wire.writeIfAny(uploadID, "uploadId")
    }
}

extension SendPostcard: Validatable {
    /// Notes what the server would refuse.
    public func validate(in validation: inout Validation, at pointer: String) {
        validation.check(message, at: pointer + "/message", minLength: 1, maxLength: 500)
        validation.check(imageURL, at: pointer + "/imageUrl", maxLength: 2048)
        validation.check(location, at: pointer + "/location")
        validation.check(recipientID, at: pointer + "/recipientId", pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\\z")
        validation.check(recipientUsername, at: pointer + "/recipientUsername", maxLength: 254)
        validation.check(stampID, at: pointer + "/stampId", maxLength: 64)
        validation.check(uploadID, at: pointer + "/uploadId", pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\\z")
    }
}
