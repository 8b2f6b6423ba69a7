import Foundation
import PostCardItAPI
import XCTest

@testable import PostCardItUI

final class ImageFittingTests: XCTestCase {
    /// Pictures that are their side, and files of so many bytes for each pixel.
    private func fit(_ side: Int, _ budget: ImageBudget, bytesPerPixel: Double) throws -> (picture: Int, data: Data) {
        try ImageFitting<Int>(
            budget: budget, draw: { (side) throws(PostCardItError) in side },
            encode: { (side, quality) throws(PostCardItError) in
                Data(count: Int(Double(side * side) * bytesPerPixel * quality))
            }
        ).run(longestSide: side)
    }

    func testWhatFitsIsNotMadeSmaller() throws {
        XCTAssertEqual(try fit(800, .postcard, bytesPerPixel: 0.1).picture, 800)
        XCTAssertEqual(try fit(8000, .postcard, bytesPerPixel: 0.1).picture, 2016)
    }

    func testEveryPhotoEndsInsideTheBudget() throws {
        for (side, bytesPerPixel) in [(4032, 0.2), (4032, 0.5), (4032, 3), (10_000, 20), (64, 50)] {
            let (picture, data) = try fit(side, .postcard, bytesPerPixel: bytesPerPixel)
            XCTAssertLessThanOrEqual(data.count, 500_000)
            XCTAssertLessThanOrEqual(picture, 2016)
        }
    }

    func testWhatCannotFitIsRefused() {
        XCTAssertThrowsError(try fit(100, ImageBudget(longestSide: 100, bytes: 10), bytesPerPixel: 3)) { error in
            XCTAssertEqual((error as? PostCardItError)?.code, .payloadTooLarge)
        }
    }
}
