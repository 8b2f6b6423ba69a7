import PostCardItAPI

/// All items of a list, each once: a list that grows while it is read may give one twice. A result, for `async let`
/// forgets the type of what is thrown.
func collected<Source: Page>(
    _ pages: Pages<Source>
) async -> Result<[Source.Item], PostCardItError> where Source.Item: Identifiable {
    var items: [Source.Item] = []
    var known: Set<Source.Item.ID> = []
    do {
        for try await item in pages.items where known.insert(item.id).inserted { items.append(item) }
        return .success(items)
    } catch {
        return .failure(error as? PostCardItError ?? PostCardItError(.cancelled))
    }
}
