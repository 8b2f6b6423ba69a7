import Foundation

/// A photo that is ready to be sent: upright, small, and without a word about where and by whom it was taken.
public struct PreparedImage: Sendable, Hashable {
    /// The bytes.
    public let data: Data
    /// What they are: `image/jpeg`.
    public let contentType: String
    /// Pixels.
    public let width: Int
    /// Pixels.
    public let height: Int

    /// A photo.
    public init(data: Data, contentType: String = "image/jpeg", width: Int, height: Int) {
        (self.data, self.contentType, self.width, self.height) = (data, contentType, width, height)
    }
}
