import Foundation
import PostCardItAPI
import XCTest

@testable import PostCardItUI

final class JPEGFileTests: XCTestCase {
    /// A file of 640 by 480 with what cameras write into it.
    private func camera(orientation: UInt8, littleEndian: Bool = false, behind: [UInt8] = []) -> Data {
        let tag: [UInt8] = littleEndian ? [0x12, 0x01, 3, 0, 1, 0, 0, 0] : [0x01, 0x12, 0, 3, 0, 0, 0, 1]
        let value: [UInt8] = littleEndian ? [orientation, 0, 0, 0] : [0, orientation, 0, 0]
        let head: [UInt8] = littleEndian ? [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0] : [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1]
        let exif = Array("Exif\0\0".utf8) + head + tag + value + [0, 0, 0, 0] + Array("GPS 45.43 12.33".utf8)
        return Data(
            [0xFF, 0xD8] + segment(0xE0, Array("JFIF\0".utf8)) + segment(0xE1, exif)
                + segment(0xE2, Array("ICC_PROFILE\0sRGB".utf8)) + segment(0xED, Array("Photoshop".utf8))
                + segment(0xFE, Array("by alice".utf8)) + segment(0xC0, [8, 0x01, 0xE0, 0x02, 0x80, 3])
                + segment(0xDA, [1, 1, 0, 0, 63, 0]) + [1, 2, 0xFF, 0x00, 3, 0xFF, 0xD9] + behind)
    }

    private func segment(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] {
        let length = content.count + 2
        return [0xFF, marker, UInt8(length >> 8), UInt8(length & 255)] + content
    }

    func testAllEightOrientationsAreReadInBothByteOrders() throws {
        for orientation in 1...8 {
            for isLittle in [false, true] {
                let file = try XCTUnwrap(JPEGFile(camera(orientation: UInt8(orientation), littleEndian: isLittle)))
                XCTAssertEqual([file.width, file.height, file.orientation], [640, 480, orientation])
                XCTAssertTrue(file.hasMetadata)
            }
        }
    }

    func testWhatIsStrippedSaysNothingOfPlaceOrPersonAndKeepsThePicture() throws {
        let file = try XCTUnwrap(JPEGFile(camera(orientation: 6, behind: Array("second picture".utf8))))
        let again = try XCTUnwrap(JPEGFile(file.stripped))

        XCTAssertFalse(again.hasMetadata)
        XCTAssertEqual([again.width, again.height, again.orientation], [640, 480, 1])
        for word in ["Exif", "GPS", "alice", "Photoshop", "second"] {
            XCTAssertNil(file.stripped.range(of: Data(word.utf8)), word)
        }
        XCTAssertNotNil(file.stripped.range(of: Data("ICC_PROFILE".utf8)))
        XCTAssertEqual(again.stripped, file.stripped)
        XCTAssertEqual(JPEGFile(file.stripped + Data("second picture".utf8))?.hasMetadata, true)
    }

    func testNoCutAndNoFlippedByteIsTrouble() {
        let whole = camera(orientation: 3)
        for length in 0..<whole.count { XCTAssertNil(JPEGFile(whole.prefix(length)), "\(length)") }
        for index in 0..<whole.count {
            var broken = whole
            broken[index] ^= 0xFF
            _ = JPEGFile(broken)
        }
    }

    func testWithoutImageIOPhotosAreStrippedOrRefused() async throws {
        let preparer = StrippingPreparer()
        let upright = try await preparer.prepare(camera(orientation: 1), within: .postcard)
        XCTAssertEqual([upright.width, upright.height], [640, 480])
        XCTAssertEqual(JPEGFile(upright.data)?.hasMetadata, false)

        for (data, budget, code) in [
            (camera(orientation: 6), ImageBudget.postcard, "image_type_unsupported"),
            (Data("PNG".utf8), .postcard, "image_type_unsupported"),
            (Data([0xFF, 0xD8, 0xFF]), .postcard, "image_unreadable"),
            (camera(orientation: 1), ImageBudget(longestSide: 600, bytes: 10_000), "payload_too_large"),
        ] {
            do {
                _ = try await preparer.prepare(data, within: budget)
                XCTFail(code)
            } catch {
                XCTAssertEqual(error.code?.rawValue, code)
            }
        }
    }
}
