import Foundation
import PostCardItAPI

/// A type of the API with an example: for previews, and for tests that need any value.
public protocol Previewed: Codable, Sendable {
    /// An example as JSON.
    static var previewJSON: String { get }
}

extension Previewed {
    /// An example.
    public static var preview: Self { preview([:]) }

    /// An example with some of its keys replaced, as they stand on the wire.
    public static func preview(_ changes: [String: JSONValue]) -> Self {
        do {
            return try WireJSON.copy(WireJSON.decode(Self.self, from: Data(previewJSON.utf8)), with: changes)
        } catch {
            preconditionFailure("The example of \(Self.self) with \(changes.keys.sorted()) is none: \(error)")
        }
    }
}
