// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension PostcardPage: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"count":1,"nextCursor":"eyJzZXEiOjQyfQ","postcards":[{"createdAt":"2026-11-22T15:53:00.123Z",
        "deliveredAt":"2026-11-22T15:53:00.123Z","font":"handwritten","idempotencyKey":"6f1c9c1e",
        "imageBytes":1,"imageExpiresAt":"2026-11-22T15:53:00.123Z","imageHeight":1200,"imageUrl":"https://example.com/picture.jpg",
        "imageWidth":1600,"isArchived":false,"location":{"address":"Piazza San Marco 1","city":"Venice",
        "country":"Italy","latitude":45.4343,"longitude":12.3388},"message":"Ciao from Venice!",
        "postcardId":"01a20490-b391-77bf-841b-d19a1e6a5a20","readAt":"2026-11-22T15:53:00.123Z",
        "recipient":{"fullName":"Alice Rossi","profilePictureUrl":"https://example.com/picture.jpg",
        "userId":"01a20490-b391-77bf-841b-d19a1e6a5a20","username":"alice"},"recipientId":"01a20490-b391-77bf-841b-d19a1e6a5a20",
        "recipientName":"Bob","sender":{"fullName":"Alice Rossi","profilePictureUrl":"https://example.com/picture.jpg",
        "userId":"01a20490-b391-77bf-841b-d19a1e6a5a20","username":"alice"},"senderId":"01a20490-b391-77bf-841b-d19a1e6a5a20",
        "senderName":"Alice","sentAt":"2026-11-22T15:53:00.123Z","stamp":{"category":"featured",
        "imageUrl":"https://example.com/picture.jpg","name":"Venice","stampId":"01a20490-b391-77bf-841b-d19a1e6a5a20"},
        "status":"draft","thumbHash":"1QcSHQRnh493V4dIh4eXh1h4kJUI","thumbnailUrl":"https://example.com/picture.jpg",
        "updatedAt":"2026-11-22T15:53:00.123Z"}]}
        """##
}
