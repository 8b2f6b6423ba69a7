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

    /// Reads a text as the file's bytes.
    public init(from decoder: any Decoder) throws {
        self.init(data: Data(try decoder.singleValueContainer().decode(String.self).utf8))
    }

    /// Writes the bytes as base64.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(data)
    }
}
