import Foundation
import PostCardItAPI
import PostCardItTestSupport

@testable import PostCardItUI

extension PostCardItError {
    /// A problem that the server answers.
    static func problem(_ status: Int, _ code: ProblemCode) -> PostCardItError {
        var error = PostCardItError(.refused, code: code)
        (error.status, error.requestID) = (status, "r-1")
        return error
    }
}

extension Postcard {
    /// Alice's cards to bob differ in their ids.
    static func number(_ number: Int) -> Postcard {
        Postcard.preview.showing([
            "postcardId": .string("card-\(number)"), "status": .string("delivered"), "readAt": .null,
            "isArchived": .bool(false),
        ])
    }
}

extension Friendship {
    static func number(_ number: Int, status: String = "pending") -> Friendship {
        let changes: [String: JSONValue] = ["friendshipId": .string("friendship-\(number)"), "status": .string(status)]
        return (try? WireJSON.copy(Friendship.preview, with: changes)) ?? .preview
    }
}

/// Sends photos nowhere, and says how far it is.
final class FakePhotos: PhotoSending {
    let sent = Locked([(photo: PreparedImage, purpose: UploadPurpose, key: String?)]())

    func send(
        _ photo: PreparedImage, purpose: UploadPurpose, idempotencyKey: String?,
        progress: (@Sendable (TransferProgress) -> Void)?
    ) async throws(PostCardItError) -> Upload {
        sent.withLock { $0.append((photo, purpose, idempotencyKey)) }
        for part in 1...4 { progress?(TransferProgress(sentBytes: Int64(part), totalBytes: 4)) }
        return .preview
    }
}

/// Prepares nothing.
struct FakePreparer: ImagePreparing {
    func prepare(_ data: Data, within budget: ImageBudget) async throws(PostCardItError) -> PreparedImage {
        if data.isEmpty { throw ImagePreparation.unreadable }
        return PreparedImage(data: data, width: 4, height: 3)
    }
}
