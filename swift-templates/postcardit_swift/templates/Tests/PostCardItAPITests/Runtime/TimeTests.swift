import Foundation
@testable import PostCardItAPI
import XCTest

final class TimeTests: XCTestCase {
    func testTwelveFormsOfRFC3339MeanTheRightInstant() {
        let whole = 1_795_362_780.0  // 2026-11-22T15:53:00Z, counted by hand
        let forms: [(String, Double)] = [
            ("2026-11-22T15:53:00Z", whole),
            ("2026-11-22T15:53:00.1Z", whole + 0.1),
            ("2026-11-22T15:53:00.123Z", whole + 0.123),
            ("2026-11-22T15:53:00.123456Z", whole + 0.123456),
            ("2026-11-22T15:53:00.123456789Z", whole + 0.123456789),
            ("2026-11-22T15:53:00+00:00", whole),
            ("2026-11-22T16:53:00+01:00", whole),
            ("2026-11-22T10:23:00.500-05:30", whole + 0.5),
            ("2026-11-22t15:53:00z", whole),
            ("2026-11-22 15:53:00Z", whole),
            ("2026-11-22T15:53:00-00:00", whole),
            ("2026-11-23T00:53:00+09:00", whole),
        ]
        for (text, seconds) in forms {
            let date = RFC3339.date(from: text)
            XCTAssertEqual(date?.timeIntervalSince1970 ?? .nan, seconds, accuracy: 1e-6, text)
        }
    }

    func testALeapSecondIsTheSecondBeforeIt() {
        XCTAssertEqual(RFC3339.date(from: "2016-12-31T23:59:60Z"), RFC3339.date(from: "2016-12-31T23:59:59Z"))
        XCTAssertEqual(RFC3339.date(from: "2000-02-29T00:00:00Z")?.timeIntervalSince1970, 951_782_400)
        XCTAssertEqual(RFC3339.date(from: "1969-12-31T23:59:59.500Z")?.timeIntervalSince1970, -0.5)
    }

    func testWhatIsNoInstantIsRefused() {
        let texts = [
            "", "2026-11-22", "2026-11-22T15:53:00", "2026-11-22T15:53Z", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
            "2026-11-22T24:00:00Z", "2026-11-22T15:60:00Z", "2026-11-22T15:53:00.Z", "2026-11-22T15:53:00Zx",
            "2026-11-22T15:53:00+24:00", "+026-11-22T15:53:00Z", "٢٠٢٦-11-22T15:53:00Z", "2026-11-22T15:53:00 Z",
        ]
        for text in texts { XCTAssertNil(RFC3339.date(from: text), text) }
    }

    func testEachOfAThousandMillisecondsComesBackAsItWas() {
        let random = SeededRandomSource(seed: 1)
        var kept = 0
        for millisecond in 0..<1_000 {
            let second = RFC3339.string(from: Date(timeIntervalSince1970: (random.unit() * 4e9).rounded(.down)))
            let text = "\(second.prefix(20))\(String(millisecond + 1_000).suffix(3))Z"
            if let date = RFC3339.date(from: text), RFC3339.string(from: date) == text { kept += 1 }
        }
        XCTAssertEqual(kept, 1_000)
    }

    func testTheEndsOfTimeAreWrittenAndNotTripped() {
        XCTAssertEqual(RFC3339.string(from: .distantPast), "0001-01-01T00:00:00.000Z")
        XCTAssertEqual(RFC3339.string(from: Date(timeIntervalSince1970: .infinity)), "9999-12-31T23:59:59.999Z")
        XCTAssertEqual(RFC3339.string(from: Date(timeIntervalSince1970: .nan)), "0001-01-01T00:00:00.000Z")
        XCTAssertEqual(RFC3339.string(from: Date(timeIntervalSince1970: -0.0005)), "1969-12-31T23:59:59.999Z")
    }

    func testRetryAfterIsReadAsSecondsAndAsADate() throws {
        let now = try XCTUnwrap(RFC3339.date(from: "1994-11-06T08:49:30Z"))
        XCTAssertEqual(RetryAfter.seconds("120", now: now), 120)
        XCTAssertEqual(RetryAfter.seconds("Sun, 06 Nov 1994 08:49:37 GMT", now: now), 7)
        XCTAssertEqual(RetryAfter.seconds("Sun, 06 Nov 1994 08:49:07 GMT", now: now), 0)
        XCTAssertEqual(RetryAfter.seconds("-3", now: now), 0)
        XCTAssertNil(RetryAfter.seconds("soon", now: now))
        XCTAssertNil(RetryAfter.seconds(nil, now: now))
    }
}
