import AppleCore
import Foundation

// ImageIO, as far as ImageIOPreparer asks it, over pictures of one byte per pixel. The preparers are compiled together with
// it, without their imports.

/// Rows of pixels.
struct Raster: Equatable {
    let width: Int
    let height: Int
    let pixels: [UInt8]

    init(_ width: Int, _ height: Int, _ pixel: (_ x: Int, _ y: Int) -> UInt8) {
        (self.width, self.height) = (width, height)
        pixels = (0..<(width * height)).map { pixel($0 % width, $0 / width) }
    }

    func at(_ x: Int, _ y: Int) -> UInt8 { pixels[y * width + x] }

    /// The picture as it looks upright, when it is stored in one of the eight ways (EXIF 2.32, table 6).
    func upright(_ orientation: Int) -> Raster {
        let (w, h) = (width, height)
        switch orientation {
        case 2: return Raster(w, h) { x, y in at(w - 1 - x, y) }
        case 3: return Raster(w, h) { x, y in at(w - 1 - x, h - 1 - y) }
        case 4: return Raster(w, h) { x, y in at(x, h - 1 - y) }
        case 5: return Raster(h, w) { x, y in at(y, x) }
        case 6: return Raster(h, w) { x, y in at(y, h - 1 - x) }
        case 7: return Raster(h, w) { x, y in at(w - 1 - y, h - 1 - x) }
        case 8: return Raster(h, w) { x, y in at(w - 1 - y, x) }
        default: return self
        }
    }

    func scaled(to side: Int) -> Raster {
        let longest = max(width, height)
        guard longest > side else { return self }
        return Raster(max(1, width * side / longest), max(1, height * side / longest)) { x, y in
            at(x * longest / side, y * longest / side)
        }
    }
}

/// A camera's file: its pixels as they are stored, how they are to be turned, and what else it says.
struct CameraFile: Codable {
    let width: Int
    let height: Int
    let orientation: Int
    let pixels: [UInt8]
    let gps: String

    init(_ stored: Raster, orientation: Int) {
        (width, height, self.orientation, pixels) = (stored.width, stored.height, orientation, stored.pixels)
        gps = "45.43 N 12.33 E"
    }

    var raster: Raster { Raster(width, height) { x, y in pixels[y * width + x] } }
}

final class CGImage {
    let raster: Raster
    init(_ raster: Raster) { self.raster = raster }
    var width: Int { raster.width }
    var height: Int { raster.height }
}

final class CGImageSource {
    let file: CameraFile
    init(_ file: CameraFile) { self.file = file }
}


nonisolated(unsafe) let kCGImageSourceShouldCache: CFString = "cache"
nonisolated(unsafe) let kCGImageSourceShouldCacheImmediately: CFString = "cacheNow"
nonisolated(unsafe) let kCGImageSourceCreateThumbnailFromImageAlways: CFString = "always"
nonisolated(unsafe) let kCGImageSourceCreateThumbnailWithTransform: CFString = "transform"
nonisolated(unsafe) let kCGImageSourceThumbnailMaxPixelSize: CFString = "side"
nonisolated(unsafe) let kCGImagePropertyPixelWidth: CFString = "width"
nonisolated(unsafe) let kCGImagePropertyPixelHeight: CFString = "height"
nonisolated(unsafe) let kCGImageDestinationLossyCompressionQuality: CFString = "quality"

func CGImageSourceCreateWithData(_ data: CFData, _ options: CFDictionary?) -> CGImageSource? {
    (try? JSONDecoder().decode(CameraFile.self, from: Data(referencing: data))).map(CGImageSource.init)
}

func CGImageSourceCopyPropertiesAtIndex(_ source: CGImageSource, _ index: Int, _ options: CFDictionary?) -> CFDictionary? {
    [kCGImagePropertyPixelWidth: source.file.width, kCGImagePropertyPixelHeight: source.file.height] as CFDictionary
}

func CGImageSourceCreateThumbnailAtIndex(_ source: CGImageSource, _ index: Int, _ options: CFDictionary?) -> CGImage? {
    guard let options = options as? [CFString: Any], options[kCGImageSourceCreateThumbnailFromImageAlways] as? Bool == true,
        let side = options[kCGImageSourceThumbnailMaxPixelSize] as? Int
    else { return nil }
    let turns = options[kCGImageSourceCreateThumbnailWithTransform] as? Bool == true
    return CGImage(source.file.raster.upright(turns ? source.file.orientation : 1).scaled(to: side))
}

enum CGImageAlphaInfo: UInt32 { case noneSkipLast = 5 }

final class CGColorSpace {
    nonisolated(unsafe) static let sRGB: CFString = "sRGB"
    init?(name: CFString) {}
}

/// A canvas that must be white before it is drawn on.
final class CGContext {
    private let size: (Int, Int)
    private var isWhite = false
    private var drawn: Raster?

    init?(
        data: UnsafeMutableRawPointer?, width: Int, height: Int, bitsPerComponent: Int, bytesPerRow: Int, space: CGColorSpace,
        bitmapInfo: UInt32
    ) { size = (width, height) }
    func setFillColor(red: CGFloat, green: CGFloat, blue: CGFloat, alpha: CGFloat) { isWhite = red * green * blue == 1 }
    func fill(_ rect: CGRect) {}
    func draw(_ image: CGImage, in rect: CGRect) {
        if isWhite, (image.width, image.height) == size { drawn = image.raster }
    }
    func makeImage() -> CGImage? { drawn.map(CGImage.init) }
}

/// Writes a file of a JPEG's shape: the better, the larger.
final class CGImageDestination {
    let target: CFMutableData
    var image: CGImage?
    var quality = 1.0
    init(_ target: CFMutableData) { self.target = target }
}

func CGImageDestinationCreateWithData(
    _ data: CFMutableData, _ type: CFString, _ count: Int, _ options: CFDictionary?
) -> CGImageDestination? { type == "public.jpeg" as CFString ? CGImageDestination(data) : nil }

func CGImageDestinationAddImage(_ destination: CGImageDestination, _ image: CGImage, _ properties: CFDictionary?) {
    destination.image = image
    let options = properties as? [CFString: Any]
    destination.quality = options?[kCGImageDestinationLossyCompressionQuality] as? Double ?? 1
}

func CGImageDestinationFinalize(_ destination: CGImageDestination) -> Bool {
    guard let raster = destination.image?.raster else { return false }
    let (w, h) = (raster.width, raster.height)
    let size = [UInt8(h >> 8), UInt8(h & 255), UInt8(w >> 8), UInt8(w & 255)]
    var bytes: [UInt8] = [0xFF, 0xD8, 0xFF, 0xC0, 0, 8, 8] + size + [1]
    bytes += [0xFF, 0xDA, 0, 2] + raster.pixels.map { min($0, 0xFE) }
    bytes += [UInt8](repeating: 0, count: Int(Double(w * h) * destination.quality)) + [0xFF, 0xD9]
    destination.target.append(Data(bytes))
    return true
}

struct UTType {
    let identifier: String
    static let jpeg = UTType(identifier: "public.jpeg")
}
