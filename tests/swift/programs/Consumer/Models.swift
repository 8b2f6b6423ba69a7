import Foundation
import PostCardItAPI
import PostCardItUI

// An app's own state on top of the models, on the main actor as everything here is.

/// Everything that an app makes once.
final class AppState {
    let session: SessionModel
    let box: PostcardBoxModel
    let friends: FriendsModel
    let profile: ProfileModel
    let compose: ComposeModel
    let wakes: WakeSync
    var sentence = ""

    init(client: PostCardItClient) {
        let offline = client.offline()
        session = SessionModel(client: client)
        box = PostcardBoxModel(.received, client: client, offline: offline)
        friends = FriendsModel(service: client)
        profile = ProfileModel(service: client, photos: NoPhotos(), preparer: AnyPhoto())
        compose = ComposeModel(client: client, outbox: offline.outbox)
        wakes = WakeSync(offline)
    }

    func open() async {
        await session.restore()
        switch session.phase {
        case .signedIn: await box.load()
        case .signedOut(let reason): sentence = reason?.explained() ?? ""
        default: break
        }
        switch box.state {
        case .failed(let error, let previous): sentence = "\(error.explained()) \(previous?.postcards.count ?? 0)"
        case .loaded(let content): sentence = content.postcards.first?.message ?? ""
        case .idle, .loading: break
        }
        if let card = box.postcards.first { await box.markRead(card) }
        box.failure = nil
    }

    func write(_ message: String, to friend: Friend, photo: Data) async {
        compose.card.message = message
        compose.address(to: friend.user)
        await compose.choose(photo: photo)
        guard compose.problems.isEmpty else { return sentence = compose.problems.map { $0.explained() }.joined() }
        await compose.send()
        if case .failed(let error) = compose.phase {
            sentence = ExplainedError(error, languages: ["de"]).recoverySuggestion ?? ""
        }
    }

    func meet(_ name: String) async {
        await friends.search(name)
        guard let user = friends.found.value?.first else { return }
        await friends.request(userID: user.userID)
        profile.draft.bio = "I know \(user.username)"
        await profile.save()
    }

    func follow(_ network: any Reachability) async throws {
        for await conditions in network.conditions() {
            let manners = SyncManners(.foreground, network: conditions)
            if manners.plan == .once { try await wakes.sync(manners) }
        }
    }
}

/// What an app may put in place of the package's own.
struct AnyPhoto: ImagePreparing {
    nonisolated func prepare(_ data: Data, within budget: ImageBudget) async throws(PostCardItError) -> PreparedImage {
        PreparedImage(data: data, width: budget.longestSide, height: budget.longestSide)
    }
}

struct NoPhotos: PhotoSending {
    nonisolated func send(
        _ photo: PreparedImage, purpose: UploadPurpose, idempotencyKey: String?,
        progress: (@Sendable (TransferProgress) -> Void)?
    ) async throws(PostCardItError) -> Upload {
        throw PostCardItError(.offline)
    }
}
