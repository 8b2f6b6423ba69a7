import Combine
import PostCardItAPI

/// What could not be sent and waits for somebody to decide.
final class WaitingModel: ObservableObject {
    /// What the server refused for good.
    @Published private(set) var refused: [OutboxItem] = []
    /// Why the last decision did not come about.
    @Published var failure: PostCardItError?
    private let outbox: Outbox

    init(outbox: Outbox) { self.outbox = outbox }

    /// Shows what is there, and each change, until the task is cancelled.
    func follow() async {
        let updates = await outbox.updates()
        await look()
        for await _ in updates { await look() }
    }

    /// Tries once more.
    func retry(_ item: OutboxItem) async {
        await decide { () async throws(PostCardItError) in
            try await outbox.retry(item.id)
            try await outbox.flush()
        }
    }

    /// Forgets it.
    func drop(_ item: OutboxItem) async {
        await decide { () async throws(PostCardItError) in try await outbox.drop(item.id, force: true) }
    }

    /// Nothing of one user is shown to another.
    func clear() { (refused, failure) = ([], nil) }

    private func look() async {
        let items = try? await outbox.items()  // nobody is signed in, or the device is locked: nothing can be shown
        refused = (items ?? []).filter { $0.state == .failed }
    }

    private func decide(_ work: () async throws(PostCardItError) -> Void) async {
        failure = nil
        do throws(PostCardItError) {
            try await work()
        } catch {
            if error.kind != .cancelled { failure = error }
        }
        await look()
    }
}
