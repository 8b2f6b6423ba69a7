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
    let waiting: WaitingModel
    let friends: FriendsModel
    let profile: ProfileModel
    private let offline: Offline
    private let wakes: WakeSync
    private let log = Logger(subsystem: "com.example.postcardit", category: "sync")
    private let manners: Locked<SyncManners>
    private var live: Task<Void, Never>?
    private var sending: Task<Void, Never>?

    init() {
        let (client, manners) = (Self.client, Locked(SyncManners(.background)))
        let patient = FileBodyTransport.background(identifier: Background.photos)
        let photos = MannersTransport(URLSessionTransport(), later: patient) { manners.withLock { $0 } }
        let offline = client.offline(photos: photos)
        (self.offline, self.manners) = (offline, manners)
        wakes = WakeSync { () async throws(PostCardItError) in try await offline.mirror.refresh() }
        received = PostcardBoxModel(.received, client: client, offline: offline)
        sent = PostcardBoxModel(.sent, client: client, offline: offline)
        waiting = WaitingModel(outbox: offline.outbox)
        friends = FriendsModel(service: client)
        profile = ProfileModel(client: client)
    }

    /// Listens to the network, and keeps the boxes as the mirror is.
    func run() async {
        async let first: Void = received.follow()
        async let second: Void = sent.follow()
        async let third: Void = waiting.follow()
        for await network in PathReachability().conditions() { behave(network: network) }
        _ = await (first, second, third)
    }

    /// The app comes to the front, or leaves it.
    func scene(isInFront: Bool) {
        if isInFront {
            sending?.cancel()  // what of a photo has arrived stays there, and goes on the fast way
            sending = nil
            behave(.foreground)
        } else {
            Background.schedule()
            behave(.background)
            send()
        }
    }

    /// The refresh that the system grants: what waits leaves, and one sync follows each wake.
    func wake() async {
        Background.schedule()
        send()
        await wakes.wake()
        await sync()
    }

    /// The system has carried photos while the app slept, or after it was ended: then the outbox finds them at the server.
    func photosWereCarried() async { await send().value }

    /// Nothing of one user is ever shown to another.
    func user(has phase: SessionModel.Phase) {
        if case .signedIn = phase { return behave() }
        live?.cancel()
        live = nil
        for box in [received, sent] { box.clear() }
        waiting.clear()
        friends.clear()
        profile.clear()
    }

    /// A compose screen's own model.
    func compose() -> ComposeModel { ComposeModel(client: Self.client, outbox: offline.outbox) }

    /// Does what the moment, the network and the battery allow.
    private func behave(_ moment: SyncManners.Moment? = nil, network: NetworkConditions? = nil) {
        let now = manners.withLock { manners in
            manners = SyncManners(moment ?? manners.moment, network: network ?? manners.network)
            return manners
        }
        guard now.plan == .live else {
            live?.cancel()
            live = nil
            if now.moment == .foreground, now.plan == .once {
                send()
                Task { await sync() }
            }
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

    /// Sends what waits, unless that is being done. It goes on when a wake is over: the system carries photos meanwhile.
    @discardableResult
    private func send() -> Task<Void, Never> {
        if let sending { return sending }
        let task = Task {
            let time = BackgroundTime("outbox")
            do {
                try await offline.outbox.flush()
            } catch {
                log.notice("Sending ended: \(String(describing: error), privacy: .public)")
            }
            time.end()
            if !Task.isCancelled { sending = nil }
        }
        sending = task
        return task
    }

    private func sync() async {
        do {
            try await wakes.sync(manners.withLock { $0 })
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
