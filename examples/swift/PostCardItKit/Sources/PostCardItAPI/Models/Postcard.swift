// Generated from PostCardIt 1. Do not edit.

import Foundation

/// A postcard as one of its two people sees it: `isArchived` is their own side's.
///
/// Travels with `DELETE /v1/postcards/{postcardId}/archive`, `GET /v1/events`, `GET /v1/postcards` and 7 more.
public struct Postcard: Codable, Hashable, Sendable, Identifiable {
    /// `postcardId` on the wire.
    public let postcardID: String
    /// `senderId` on the wire.
    public let senderID: String
    /// `recipientId` on the wire.
    public let recipientID: String
    /// `senderName` on the wire.
    public let senderName: String
    /// `recipientName` on the wire.
    public let recipientName: String
    /// A person as embedded in cards and friendships, so that a screen needs no second request per row.
    public let sender: UserSummary
    /// A person as embedded in cards and friendships, so that a screen needs no second request per row.
    public let recipient: UserSummary
    /// `message` on the wire.
    public let message: String
    /// How the message looks on the card.
    public let font: PostCardItFont
    /// How far a postcard is. The server knows sent, delivered and read; draft and queued exist only in clients.
    public let status: PostcardStatus
    /// `sentAt` on the wire.
    public let sentAt: Date
    /// `isArchived` on the wire.
    public let isArchived: Bool
    /// `createdAt` on the wire.
    public let createdAt: Date
    /// `updatedAt` on the wire.
    public let updatedAt: Date
    /// `deliveredAt` on the wire.
    public let deliveredAt: Date?
    /// The key it was sent with; only its sender sees it, and knows their own card by it.
    public let idempotencyKey: String?
    /// The size of the photo behind `imageUrl`, in bytes.
    public let imageBytes: Int?
    /// `imageExpiresAt` on the wire.
    public let imageExpiresAt: Date?
    /// Pixels.
    public let imageHeight: Int?
    /// The photo: a signed URL, valid until `imageExpiresAt`.
    public let imageURL: String?
    /// Pixels.
    public let imageWidth: Int?
    /// Where a postcard was written. Coordinates are degrees (WGS 84) and come both or not at all.
    public let location: Location?
    /// `readAt` on the wire.
    public let readAt: Date?
    /// A stamp. Its picture is the same for everyone and needs no signature.
    public let stamp: Stamp?
    /// ThumbHash of the photo, base64.
    public let thumbHash: String?
    /// The photo inside 480 x 480 pixels: a signed URL.
    public let thumbnailURL: String?
    /// What tells one from another: ``postcardID``.
    public var id: String { postcardID }

    /// Makes one.
    public init(
        postcardID: String, senderID: String, recipientID: String, senderName: String, recipientName: String,
        sender: UserSummary, recipient: UserSummary, message: String, font: PostCardItFont, status: PostcardStatus,
        sentAt: Date, isArchived: Bool, createdAt: Date, updatedAt: Date, deliveredAt: Date? = nil,
        idempotencyKey: String? = nil, imageBytes: Int? = nil, imageExpiresAt: Date? = nil, imageHeight: Int? = nil,
        imageURL: String? = nil, imageWidth: Int? = nil, location: Location? = nil, readAt: Date? = nil,
        stamp: Stamp? = nil, thumbHash: String? = nil, thumbnailURL: String? = nil
    ) {
        (self.postcardID, self.senderID, self.recipientID) = (postcardID, senderID, recipientID)
        (self.senderName, self.recipientName, self.sender) = (senderName, recipientName, sender)
        (self.recipient, self.message, self.font, self.status, self.sentAt) = (recipient, message, font, status, sentAt)
        (self.isArchived, self.createdAt, self.updatedAt) = (isArchived, createdAt, updatedAt)
        (self.deliveredAt, self.idempotencyKey, self.imageBytes) = (deliveredAt, idempotencyKey, imageBytes)
        (self.imageExpiresAt, self.imageHeight, self.imageURL) = (imageExpiresAt, imageHeight, imageURL)
        (self.imageWidth, self.location, self.readAt, self.stamp) = (imageWidth, location, readAt, stamp)
        (self.thumbHash, self.thumbnailURL) = (thumbHash, thumbnailURL)
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        postcardID = try wire.read("postcardId")
        senderID = try wire.read("senderId")
        recipientID = try wire.read("recipientId")
        senderName = try wire.read("senderName")
        recipientName = try wire.read("recipientName")
        sender = try wire.read("sender")
        recipient = try wire.read("recipient")
        message = try wire.read("message")
        font = try wire.read("font")
        status = try wire.read("status")
        sentAt = try wire.read("sentAt")
        isArchived = try wire.read("isArchived")
        createdAt = try wire.read("createdAt")
        updatedAt = try wire.read("updatedAt")
        deliveredAt = try wire.readIfAny("deliveredAt")
        idempotencyKey = try wire.readIfAny("idempotencyKey")
        imageBytes = try wire.readIfAny("imageBytes")
        imageExpiresAt = try wire.readIfAny("imageExpiresAt")
        imageHeight = try wire.readIfAny("imageHeight")
        imageURL = try wire.readIfAny("imageUrl")
        imageWidth = try wire.readIfAny("imageWidth")
        location = try wire.readIfAny("location")
        readAt = try wire.readIfAny("readAt")
        stamp = try wire.readIfAny("stamp")
        thumbHash = try wire.readIfAny("thumbHash")
        thumbnailURL = try wire.readIfAny("thumbnailUrl")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(postcardID, "postcardId")
        try wire.write(senderID, "senderId")
        try wire.write(recipientID, "recipientId")
        try wire.write(senderName, "senderName")
        try wire.write(recipientName, "recipientName")
        try wire.write(sender, "sender")
        try wire.write(recipient, "recipient")
        try wire.write(message, "message")
        try wire.write(font, "font")
        try wire.write(status, "status")
        try wire.write(sentAt, "sentAt")
        try wire.write(isArchived, "isArchived")
        try wire.write(createdAt, "createdAt")
        try wire.write(updatedAt, "updatedAt")
        try wire.writeIfAny(deliveredAt, "deliveredAt")
        try wire.writeIfAny(idempotencyKey, "idempotencyKey")
        try wire.writeIfAny(imageBytes, "imageBytes")
        try wire.writeIfAny(imageExpiresAt, "imageExpiresAt")
        try wire.writeIfAny(imageHeight, "imageHeight")
        try wire.writeIfAny(imageURL, "imageUrl")
        try wire.writeIfAny(imageWidth, "imageWidth")
        try wire.writeIfAny(location, "location")
        try wire.writeIfAny(readAt, "readAt")
        try wire.writeIfAny(stamp, "stamp")
        try wire.writeIfAny(thumbHash, "thumbHash")
        try wire.writeIfAny(thumbnailURL, "thumbnailUrl")
    }
}
