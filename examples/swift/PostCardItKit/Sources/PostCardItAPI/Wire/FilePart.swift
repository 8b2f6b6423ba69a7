import Foundation

/// A file in a form.
public struct FilePart: Sendable, Hashable, Codable {
    /// The bytes.
    public var data: Data
    /// The name that the server is told.
    public var filename: String
    /// The media type.
    public var contentType: String

    /// A file in a form.
    public init(data: Data, filename: String = "file", contentType: String = "application/octet-stream") {
        (self.data, self.filename, self.contentType) = (data, filename, contentType)
    }
}
