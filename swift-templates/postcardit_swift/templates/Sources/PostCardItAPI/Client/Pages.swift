/// One page of a list.
public protocol Page: Sendable {
    /// What it is a page of.
    associatedtype Item: Sendable
    /// The items of this page.
    var items: [Item] { get }
    /// Where the next page begins; nil on the last one.
    var nextCursor: String? { get }
}

/// A list page by page, each fetched when it is asked for. It ends after the last page, and where the server gives the
/// same cursor twice.
public struct Pages<Element: Page>: AsyncSequence, Sendable {
    private let fetch: @Sendable (_ cursor: String?) async throws(PostCardItError) -> Element
    private let start: String?

    /// The pages from a cursor on.
    public init(
        from start: String? = nil,
        fetch: @escaping @Sendable (_ cursor: String?) async throws(PostCardItError) -> Element
    ) {
        (self.start, self.fetch) = (start, fetch)
    }

    /// The items of all pages, one by one.
    public var items: PagedItems<Element> { PagedItems(pages: self) }

    /// Reads the pages.
    public func makeAsyncIterator() -> Iterator { Iterator(fetch: fetch, cursor: start) }

    /// Reads one page after another. Its errors are ``PostCardItError``s.
    public struct Iterator: AsyncIteratorProtocol {
        let fetch: @Sendable (_ cursor: String?) async throws(PostCardItError) -> Element
        var cursor: String?
        var isDone = false

        /// The next page; nil after the last one.
        public mutating func next() async throws -> Element? {
            guard !isDone else { return nil }
            try Task.checkCancellation()
            let page = try await fetch(cursor)
            isDone = page.nextCursor == nil || page.nextCursor == cursor
            cursor = page.nextCursor
            return page
        }
    }
}

/// The items of all pages, one by one.
public struct PagedItems<Source: Page>: AsyncSequence, Sendable {
    /// An item.
    public typealias Element = Source.Item
    let pages: Pages<Source>

    /// Reads the items.
    public func makeAsyncIterator() -> Iterator { Iterator(pages: pages.makeAsyncIterator()) }

    /// Reads one item after another. Its errors are ``PostCardItError``s.
    public struct Iterator: AsyncIteratorProtocol {
        var pages: Pages<Source>.Iterator
        var rest: ArraySlice<Source.Item> = []

        /// The next item; nil after the last one.
        public mutating func next() async throws -> Source.Item? {
            while rest.isEmpty {
                guard let page = try await pages.next() else { return nil }
                rest = page.items[...]
            }
            return rest.removeFirst()
        }
    }
}
