import Foundation

/// A JPEG file as its segments: what it says of itself, and the same picture without its metadata.
struct JPEGFile {
    private(set) var width = 0
    private(set) var height = 0
    /// How it is to be turned: 1 for not at all, to 8 (EXIF).
    private(set) var orientation = 1
    /// Whether it says anything but the picture: EXIF, GPS, XMP, IPTC, comments, previews.
    private(set) var hasMetadata = false
    /// The same picture, with nothing else in the file.
    private(set) var stripped = Data()

    /// Reads a file; nil for what is no whole JPEG.
    init?(_ data: Data) {
        let bytes = [UInt8](data)
        guard bytes.count > 4, bytes[0] == 0xFF, bytes[1] == 0xD8 else { return nil }
        stripped.append(contentsOf: [0xFF, 0xD8])
        var at = 2
        while at + 4 <= bytes.count, bytes[at] == 0xFF {
            let marker = bytes[at + 1]
            if marker == 0xFF {
                at += 1
                continue
            }
            let length = Int(bytes[at + 2]) << 8 | Int(bytes[at + 3])
            let end = at + 2 + length
            guard length >= 2, end <= bytes.count else { return nil }
            take(marker, bytes[(at + 4)..<end], whole: bytes[at..<end])
            at = end
            if marker == 0xDA {
                guard finish(bytes[at...]) else { return nil }
                return
            }
        }
        return nil
    }

    private mutating func take(_ marker: UInt8, _ content: ArraySlice<UInt8>, whole: ArraySlice<UInt8>) {
        let start = content.startIndex
        switch marker {
        case 0xE0 where content.starts(with: "JFIF\0".utf8), 0xEE where content.starts(with: "Adobe".utf8),
            0xE2 where content.starts(with: "ICC_PROFILE\0".utf8):
            stripped.append(contentsOf: whole)
        case 0xE0...0xEF, 0xFE:
            hasMetadata = true
            if marker == 0xE1, content.starts(with: "Exif\0\0".utf8) {
                orientation = Self.orientation(Array(content.dropFirst(6))) ?? orientation
            }
        case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
            if content.count >= 5 {
                height = Int(content[start + 1]) << 8 | Int(content[start + 2])
                width = Int(content[start + 3]) << 8 | Int(content[start + 4])
            }
            stripped.append(contentsOf: whole)
        default:
            stripped.append(contentsOf: whole)
        }
    }

    /// The picture's own bytes go up to the end mark. What is behind it, such as a second picture, is metadata.
    private mutating func finish(_ rest: ArraySlice<UInt8>) -> Bool {
        var at = rest.startIndex
        while at + 1 < rest.endIndex {
            if rest[at] == 0xFF, rest[at + 1] == 0xD9 {
                stripped.append(contentsOf: rest[..<(at + 2)])
                hasMetadata = hasMetadata || at + 2 < rest.endIndex
                return width > 0 && height > 0
            }
            at += 1
        }
        return false
    }

    /// The orientation in a TIFF header: tag 0x0112 of the first directory.
    private static func orientation(_ tiff: [UInt8]) -> Int? {
        guard tiff.count >= 8 else { return nil }
        let isLittle = tiff.starts(with: "II".utf8)
        func short(_ at: Int) -> Int? {
            guard at >= 0, at + 1 < tiff.count else { return nil }
            return isLittle ? Int(tiff[at + 1]) << 8 | Int(tiff[at]) : Int(tiff[at]) << 8 | Int(tiff[at + 1])
        }
        func long(_ at: Int) -> Int? {
            guard let first = short(at), let second = short(at + 2) else { return nil }
            return isLittle ? second << 16 | first : first << 16 | second
        }
        guard let directory = long(4), let count = short(directory) else { return nil }
        for index in 0..<count {
            let entry = directory + 2 + 12 * index
            if short(entry) == 0x0112 { return short(entry + 8).flatMap { (1...8).contains($0) ? $0 : nil } }
        }
        return nil
    }
}
