import Foundation
import XCTest

@testable import PostCardItAPI

/// Days are written as days.
final class CalendarDateTests: XCTestCase {
    func testDaysOfTheCalendarAreDaysAndNoInstants() throws {
        let day = try XCTUnwrap(CalendarDate("2024-02-29"))
        XCTAssertEqual(try WireJSON.encode([day]), Data(#"["2024-02-29"]"#.utf8))
        XCTAssertEqual(try WireJSON.decode([CalendarDate].self, from: Data(#"["2024-02-29"]"#.utf8)), [day])
        XCTAssertNil(CalendarDate("2023-02-29"))
        XCTAssertLessThan(day, try XCTUnwrap(CalendarDate(year: 2024, month: 3, day: 1)))
    }
}
