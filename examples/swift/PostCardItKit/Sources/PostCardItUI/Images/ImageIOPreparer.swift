#if canImport(ImageIO)
import CoreGraphics
import Foundation
import ImageIO
import PostCardItAPI
import UniformTypeIdentifiers

/// Prepares whatever ImageIO can read: turned upright once, drawn anew in sRGB on white, and written as JPEG. Nothing of
/// what the file said goes along, for the new file is made of pixels alone.
public struct ImageIOPreparer: ImagePreparing {
    /// A preparer.
    public init() {}

    /// The photo, ready to be sent.
    public func prepare(_ data: Data, within budget: ImageBudget) async throws(PostCardItError) -> PreparedImage {
        guard !Task.isCancelled else { throw PostCardItError(.cancelled) }
        let noCache = [kCGImageSourceShouldCache: false] as CFDictionary
        guard let source = CGImageSourceCreateWithData(data as CFData, noCache),
            let properties = CGImageSourceCopyPropertiesAtIndex(source, 0, noCache) as? [CFString: Any],
            let width = properties[kCGImagePropertyPixelWidth] as? Int,
            let height = properties[kCGImagePropertyPixelHeight] as? Int
        else { throw ImagePreparation.unreadable }
        let fitting = ImageFitting(
            budget: budget,
            draw: { (side) throws(PostCardItError) in try Self.upright(source, side) },
            encode: { (image, quality) throws(PostCardItError) in try Self.jpeg(image, quality) })
        let (image, jpeg) = try fitting.run(longestSide: max(width, height))
        guard let file = JPEGFile(jpeg), file.orientation == 1 else { throw ImagePreparation.unreadable }
        return PreparedImage(data: file.stripped, width: image.width, height: image.height)
    }

    /// The picture, turned as its file says: the one place where that happens.
    private static func upright(_ source: CGImageSource, _ side: Int) throws(PostCardItError) -> CGImage {
        let options: [CFString: Any] = [
            kCGImageSourceCreateThumbnailFromImageAlways: true,
            kCGImageSourceCreateThumbnailWithTransform: true,
            kCGImageSourceShouldCacheImmediately: true,
            kCGImageSourceThumbnailMaxPixelSize: side,
        ]
        guard let turned = CGImageSourceCreateThumbnailAtIndex(source, 0, options as CFDictionary),
            let space = CGColorSpace(name: CGColorSpace.sRGB),
            let canvas = CGContext(
                data: nil, width: turned.width, height: turned.height, bitsPerComponent: 8, bytesPerRow: 0, space: space,
                bitmapInfo: CGImageAlphaInfo.noneSkipLast.rawValue)
        else { throw ImagePreparation.unreadable }
        let all = CGRect(x: 0, y: 0, width: CGFloat(turned.width), height: CGFloat(turned.height))
        canvas.setFillColor(red: 1, green: 1, blue: 1, alpha: 1)
        canvas.fill(all)
        canvas.draw(turned, in: all)
        guard let flat = canvas.makeImage() else { throw ImagePreparation.unreadable }
        return flat
    }

    private static func jpeg(_ image: CGImage, _ quality: Double) throws(PostCardItError) -> Data {
        let written = NSMutableData()
        let type = UTType.jpeg.identifier as CFString
        guard let destination = CGImageDestinationCreateWithData(written as CFMutableData, type, 1, nil) else {
            throw ImagePreparation.unreadable
        }
        let options = [kCGImageDestinationLossyCompressionQuality: quality] as CFDictionary
        CGImageDestinationAddImage(destination, image, options)
        guard CGImageDestinationFinalize(destination) else { throw ImagePreparation.unreadable }
        return Data(referencing: written)
    }
}
#endif
