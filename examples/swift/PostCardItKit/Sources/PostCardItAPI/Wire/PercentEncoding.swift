import Foundation

/// URLs written by hand: Foundation leaves `+` in queries and `/` in path segments as they are.
enum PercentEncoding {
    private static let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// The text with everything escaped but letters, digits and `-._~` (RFC 3986 section 2.3).
    static func encoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if unreserved.contains(byte) {
                bytes.append(byte)
            } else {
                bytes += [37, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A path segment: `.` and `..` alone would be taken for steps.
    static func segment(_ text: String) -> String {
        text == "." ? "%2E" : text == ".." ? "%2E%2E" : encoded(text)
    }
}
