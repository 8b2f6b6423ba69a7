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
        self.postcardID = postcardID
        self.senderID = senderID
        self.recipientID = recipientID
        self.senderName = senderName
        self.recipientName = recipientName
        self.sender = sender
        self.recipient = recipient
        self.message = message
        self.font = font
        self.status = status
        self.sentAt = sentAt
        self.isArchived = isArchived
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.deliveredAt = deliveredAt
        self.idempotencyKey = idempotencyKey
        self.imageBytes = imageBytes
        self.imageExpiresAt = imageExpiresAt
        self.imageHeight = imageHeight
        self.imageURL = imageURL
        self.imageWidth = imageWidth
        self.location = location
        self.readAt = readAt
        self.stamp = stamp
        self.thumbHash = thumbHash
        self.thumbnailURL = thumbnailURL
    }

    enum CodingKeys: String, CodingKey {
        case senderName, recipientName, sender, recipient, message, font, status, sentAt, isArchived, createdAt, updatedAt
        case deliveredAt, idempotencyKey, imageBytes, imageExpiresAt, imageHeight, imageWidth, location, readAt, stamp
        case thumbHash
        case postcardID = "postcardId"
        case senderID = "senderId"
        case recipientID = "recipientId"
        case imageURL = "imageUrl"
        case thumbnailURL = "thumbnailUrl"
    }
}
