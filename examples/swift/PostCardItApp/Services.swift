import Combine
import Foundation
import PostCardItAPI
import PostCardItUI
import os

/// Everything that the screens share, made once: the client, the outbox and the mirror, and the models.
final class Services: ObservableObject {
    static let client = PostCardItClient(server: server)
    private static let server = Bundle.main.url(forInfoKey: "PostCardItServer") ?? URL(string: "http://127.0.0.1:8080")!

    let received: PostcardBoxModel
    let sent: PostcardBoxModel
    let friends: FriendsModel
    let profile: ProfileModel
    let offline: Offline
    let wakes: WakeSync
    private let log = Logger(subsystem: "com.example.postcardit", category: "sync")
    private var isActive = true
    private var conditions = NetworkConditions.good
    private var live: Task<Void, Never>?

    init() {
        let client = Self.client
        offline = client.offline()
        wakes = WakeSync(offline)
        received = PostcardBoxModel(.received, client: client, offline: offline)
        sent = PostcardBoxModel(.sent, client: client, offline: offline)
        friends = FriendsModel(service: client)
        profile = ProfileModel(client: client)
    }

    /// Listens to the network, and keeps the boxes as the mirror is.
    func run() async {
        async let first: Void = received.follow()
        async let second: Void = sent.follow()
        for await conditions in PathReachability().conditions() {
            self.conditions = conditions
            behave()
        }
        _ = await (first, second)
    }

    /// The app comes to the front, or leaves it.
    func scene(isActive: Bool) {
        self.isActive = isActive
        if !isActive { Background.schedule() }
        behave()
    }

    /// Nothing of one user is ever shown to another.
    func user(has phase: SessionModel.Phase) {
        if case .signedIn = phase { return behave() }
        live?.cancel()
        live = nil
        for box in [received, sent] { box.clear() }
        friends.clear()
        profile.clear()
    }

    /// A compose screen's own model.
    func compose() -> ComposeModel { ComposeModel(client: Self.client, outbox: offline.outbox) }

    /// Does what the moment, the network and the battery allow.
    private func behave() {
        let manners = SyncManners(isActive ? .foreground : .background, network: conditions)
        guard isActive, manners.plan == .live else {
            live?.cancel()
            live = nil
            if isActive, manners.plan == .once { Task { await syncOnce(manners) } }
            return
        }
        guard live == nil else { return }
        live = Task {
            do {
                try await offline.run()
            } catch {
                log.notice("Following ended: \(String(describing: error), privacy: .public)")
            }
            if !Task.isCancelled { live = nil }
        }
    }

    private func syncOnce(_ manners: SyncManners) async {
        do {
            try await wakes.sync(manners)
        } catch {
            log.notice("A sync failed: \(String(describing: error), privacy: .public)")
        }
    }
}

extension Bundle {
    /// An address in Info.plist.
    func url(forInfoKey key: String) -> URL? {
        (object(forInfoDictionaryKey: key) as? String).flatMap { URL(string: $0) }
    }
}
