/// How large a photo may become.
public struct ImageBudget: Sendable, Hashable {
    /// The longer side in pixels.
    public var longestSide: Int
    /// How many bytes.
    public var bytes: Int

    /// A budget.
    public init(longestSide: Int, bytes: Int) { (self.longestSide, self.bytes) = (longestSide, bytes) }

    /// A postcard's photo.
    public static let postcard = ImageBudget(longestSide: 2016, bytes: 500_000)
    /// A profile's picture.
    public static let avatar = ImageBudget(longestSide: 1024, bytes: 250_000)
}
