import Foundation

/// What an outbox needs of the world.
struct OutboxSeams: Sendable {
    /// Sends a photo in a user's name, and gives the upload's id.
    typealias Carrier = @Sendable (
        _ photo: Data, _ contentType: String, _ key: String, _ userID: String,
        _ progress: (@Sendable (TransferProgress) -> Void)?
    ) async throws(PostCardItError) -> String

    /// What answers the operations.
    let service: any PostCardItService
    /// Who is signed in.
    let identity: Identity
    /// Sends photos.
    let carry: Carrier
    /// Where a user's items lie.
    let files: @Sendable (_ userID: String) -> OutboxFiles
    /// Told of a card that arrived before its item is done: the mirror shows it from then on.
    let arrived: @Sendable (_ card: Postcard, _ userID: String) async throws(PostCardItError) -> Void
    let timekeeper: any Timekeeper
    let random: any RandomSource
}

/// Who is signed in: a user's id. Throws when nobody is.
typealias Identity = @Sendable () async throws(PostCardItError) -> String

extension Session {
    /// Who is signed in. Throws `signInRequired` when nobody is.
    func identity() throws(PostCardItError) -> String {
        guard let userID = try tokens()?.userID else { throw PostCardItError(.signInRequired) }
        return userID
    }
}
