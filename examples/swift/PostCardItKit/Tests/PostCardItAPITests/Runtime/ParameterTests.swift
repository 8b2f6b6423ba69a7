import Foundation
import XCTest

@testable import PostCardItAPI

final class ParameterTests: XCTestCase {
    private let list = ["a b", "c+d"].parameterValue
    private let members = ["x": "1", "y": "/"].parameterValue

    func testQueriesAreWrittenInEveryStyleOfOpenAPI() {
        XCTAssertEqual(ParameterStyle.form.query("k", list, explode: true), ["k=a%20b", "k=c%2Bd"])
        XCTAssertEqual(ParameterStyle.form.query("k", list, explode: false), ["k=a%20b,c%2Bd"])
        XCTAssertEqual(ParameterStyle.spaceDelimited.query("k", list, explode: false), ["k=a%20b%20c%2Bd"])
        XCTAssertEqual(ParameterStyle.pipeDelimited.query("k", list, explode: false), ["k=a%20b%7Cc%2Bd"])
        XCTAssertEqual(ParameterStyle.deepObject.query("k", members, explode: true), ["k%5Bx%5D=1", "k%5By%5D=%2F"])
        XCTAssertEqual(ParameterStyle.form.query("k", members, explode: true), ["x=1", "y=%2F"])
        XCTAssertEqual(ParameterStyle.form.query("k", members, explode: false), ["k=x,1,y,%2F"])
        XCTAssertEqual(ParameterStyle.form.query("k", [String]().parameterValue, explode: false), [])
    }

    func testPathsAreWrittenInEveryStyleOfOpenAPI() {
        XCTAssertEqual(ParameterStyle.simple.path("k", list, explode: false), "a%20b,c%2Bd")
        XCTAssertEqual(ParameterStyle.label.path("k", list, explode: true), ".a%20b.c%2Bd")
        XCTAssertEqual(ParameterStyle.label.path("k", list, explode: false), ".a%20b,c%2Bd")
        XCTAssertEqual(ParameterStyle.matrix.path("k", list, explode: true), ";k=a%20b;k=c%2Bd")
        XCTAssertEqual(ParameterStyle.matrix.path("k", list, explode: false), ";k=a%20b,c%2Bd")
        XCTAssertEqual(ParameterStyle.matrix.path("k", members, explode: true), ";x=1;y=%2F")
        XCTAssertEqual(ParameterStyle.simple.path("k", members, explode: true), "x=1,y=%2F")
    }

    func testASegmentCannotLeaveItsPlace() {
        XCTAssertEqual(ParameterStyle.simple.path("k", "..".parameterValue, explode: false), "%2E%2E")
        XCTAssertEqual(ParameterStyle.simple.path("k", "a/../b?c#d".parameterValue, explode: false), "a%2F..%2Fb%3Fc%23d")
    }

    func testValuesAreWrittenAsTheServerReadsThem() {
        XCTAssertEqual(2.0.parameterValue, .one("2"))
        XCTAssertEqual(2.5.parameterValue, .one("2.5"))
        XCTAssertEqual(true.parameterValue, .one("true"))
        XCTAssertEqual(Date(timeIntervalSince1970: 0.25).parameterValue, .one("1970-01-01T00:00:00.250Z"))
    }

    func testAHeaderCannotHoldALineOfItsOwn() {
        var headers: HTTPHeaders = ["X-One": "1"]
        headers["x-one"] = "a\r\nEvil: yes"
        XCTAssertEqual(headers["X-ONE"], "aEvil: yes")
        XCTAssertEqual(headers.all.count, 1)
    }
}
