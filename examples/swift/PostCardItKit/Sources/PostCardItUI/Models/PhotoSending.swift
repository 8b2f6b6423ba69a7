import PostCardItAPI

/// Sends photos: the client's uploads, or a fake in tests and previews.
public protocol PhotoSending: Sendable {
    /// Sends a photo, and waits until it can be used.
    func send(
        _ photo: PreparedImage, purpose: UploadPurpose, idempotencyKey: String?,
        progress: (@Sendable (TransferProgress) -> Void)?
    ) async throws(PostCardItError) -> Upload
}

extension Uploads: PhotoSending {
    /// Sends a photo, and waits until it can be used: `POST /v1/uploads`.
    public func send(
        _ photo: PreparedImage, purpose: UploadPurpose, idempotencyKey: String?,
        progress: (@Sendable (TransferProgress) -> Void)?
    ) async throws(PostCardItError) -> Upload {
        try await send(
            photo.data, contentType: photo.contentType, purpose: purpose, idempotencyKey: idempotencyKey,
            progress: progress)
    }
}
