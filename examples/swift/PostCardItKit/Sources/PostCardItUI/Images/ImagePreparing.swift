import Foundation
import PostCardItAPI

/// Makes photos ready to be sent.
public protocol ImagePreparing: Sendable {
    /// The photo, upright, inside the budget, and without metadata.
    ///
    /// - Throws: ``PostCardItError`` with the code that the server would answer: `image_unreadable`,
    ///   `image_type_unsupported`, `payload_too_large`.
    func prepare(_ data: Data, within budget: ImageBudget) async throws(PostCardItError) -> PreparedImage
}

/// What prepares photos on this system.
public enum ImagePreparation {
    /// ImageIO where there is one; elsewhere what can be done without decoding a picture.
    public static func standard() -> any ImagePreparing {
        #if canImport(ImageIO)
        ImageIOPreparer()
        #else
        StrippingPreparer()
        #endif
    }

    /// A refusal, named as the server would name it.
    static func refusal(_ code: String, _ sentence: String) -> PostCardItError {
        PostCardItError(.invalidRequest, code: ProblemCode(rawValue: code), message: sentence)
    }

    static var unreadable: PostCardItError { refusal("image_unreadable", "The photo is damaged or not a photo.") }
    static var tooLarge: PostCardItError { refusal("payload_too_large", "The photo cannot be made small enough.") }
}
