import Foundation
import PostCardItAPI

/// Prepares what needs no decoding: JPEG files that are upright and small enough lose their metadata, without a change to
/// the picture. Others are refused. For systems without ImageIO.
public struct StrippingPreparer: ImagePreparing {
    /// A preparer.
    public init() {}

    /// The photo without its metadata.
    public func prepare(_ data: Data, within budget: ImageBudget) async throws(PostCardItError) -> PreparedImage {
        guard let file = JPEGFile(data) else {
            let isJPEG = data.starts(with: [0xFF, 0xD8])
            throw isJPEG
                ? ImagePreparation.unreadable
                : ImagePreparation.refusal("image_type_unsupported", "Without ImageIO photos are JPEG files.")
        }
        guard file.orientation == 1 else {
            throw ImagePreparation.refusal("image_type_unsupported", "Without ImageIO photos are not turned upright.")
        }
        guard max(file.width, file.height) <= budget.longestSide, file.stripped.count <= budget.bytes else {
            throw ImagePreparation.tooLarge
        }
        return PreparedImage(data: file.stripped, width: file.width, height: file.height)
    }
}
