import PostCardItAPI

/// What the models of screens have in common: content that is loaded, and changes that are shown at once and taken back
/// when the server refuses them.
@MainActor
protocol ContentModel: AnyObject {
    associatedtype Content: Sendable
    var shelf: Shelf<Content> { get set }
    /// Why the last change did not come about.
    var failure: PostCardItError? { get set }
}

extension ContentModel {
    /// Loads the content. Whether it came, and is for whoever uses the app by now.
    @discardableResult
    func load(_ fetch: () async throws(PostCardItError) -> Content) async -> Bool {
        let (number, life) = (shelf.begin(), shelf.life)
        do throws(PostCardItError) {
            let content = try await fetch()
            shelf.finish(number, .success(content))
            return life == shelf.life
        } catch {
            shelf.finish(number, .failure(error))
            return false
        }
    }

    /// Shows a change at once, asks the server, and shows what it made of it, or what was there before. Whether it came
    /// about. What became of it is not shown to somebody who signed in meanwhile.
    @discardableResult
    func change<Reply: Sendable>(
        _ edit: @escaping @Sendable (inout Content) -> Void,
        by call: () async throws(PostCardItError) -> Reply,
        then settle: @escaping @Sendable (Reply, inout Content) -> Void
    ) async -> Bool {
        failure = nil
        let (ticket, life) = (shelf.change(edit), shelf.life)
        do throws(PostCardItError) {
            let reply = try await call()
            guard life == shelf.life else { return true }
            shelf.settle(ticket) { content in
                edit(&content)
                settle(reply, &content)
            }
            return true
        } catch {
            guard life == shelf.life else { return false }
            shelf.undo(ticket)
            if error.kind != .cancelled { failure = error }
            return false
        }
    }
}
