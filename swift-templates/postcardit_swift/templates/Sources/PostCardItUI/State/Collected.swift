import PostCardItAPI

/// All items of a list. A result, for `async let` forgets the type of what is thrown.
func collected<Source: Page>(_ pages: Pages<Source>) async -> Result<[Source.Item], PostCardItError> {
    var items: [Source.Item] = []
    do {
        for try await item in pages.items { items.append(item) }
        return .success(items)
    } catch {
        return .failure(error as? PostCardItError ?? PostCardItError(.cancelled))
    }
}
