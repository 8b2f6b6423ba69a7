// Generated from PostCardIt 1. Do not edit.

/// Postcards, the newest first.
///
/// Travels with `GET /v1/postcards`, `GET /v1/postcards/received`, `GET /v1/postcards/sent`.
public struct PostcardPage: Codable, Hashable, Sendable {
    /// How many items this page holds.
    public let count: Int
    /// `postcards` on the wire.
    public let postcards: [Postcard]
    /// The next page's cursor; absent on the last page.
    public let nextCursor: String?

    /// Makes one.
    public init(count: Int, postcards: [Postcard], nextCursor: String? = nil) {
        (self.count, self.postcards, self.nextCursor) = (count, postcards, nextCursor)
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        count = try wire.read("count")
        postcards = try wire.read("postcards")
        nextCursor = try wire.readIfAny("nextCursor")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(count, "count")
        try wire.write(postcards, "postcards")
        try wire.writeIfAny(nextCursor, "nextCursor")
    }
}

extension PostcardPage: Page {
    /// The items of this page.
    public var items: [Postcard] { postcards }
}
