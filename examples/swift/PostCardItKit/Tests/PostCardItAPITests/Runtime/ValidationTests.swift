import Foundation
import XCTest

@testable import PostCardItAPI

final class ValidationTests: XCTestCase {
    private func codes(_ body: (inout Validation) -> Void) -> [String] {
        var validation = Validation()
        body(&validation)
        return validation.fields.map { "\($0.pointer) \($0.code)" }
    }

    func testEachBoundHasTheServersCode() {
        XCTAssertEqual(codes { $0.check("", at: "/a", minLength: 1) }, ["/a too_short"])
        XCTAssertEqual(codes { $0.check("abc", at: "/a", maxLength: 2) }, ["/a too_long"])
        XCTAssertEqual(codes { $0.check("x", at: "/a", pattern: "^[0-9]+\\z") }, ["/a invalid"])
        XCTAssertEqual(codes { $0.check("1\n", at: "/a", pattern: "^[0-9]+\\z") }, ["/a invalid"])
        XCTAssertEqual(codes { $0.check(0, at: "?limit", minimum: 1) }, ["?limit too_small"])
        XCTAssertEqual(codes { $0.check(101, at: "?limit", maximum: 100) }, ["?limit too_large"])
        XCTAssertEqual(codes { $0.check(1.0, at: "/a", above: 1.0) }, ["/a too_small"])
        XCTAssertEqual(codes { $0.check(1.0, at: "/a", below: 1.0) }, ["/a too_large"])
        XCTAssertEqual(codes { $0.check(["a", "b"], at: "/a", maxItems: 1) }, ["/a too_long"])
        XCTAssertEqual(
            codes { $0.check(["ab", "c"], at: "/a") { $0.check($1, at: $2, maxLength: 1) } }, ["/a/0 too_long"])
        XCTAssertEqual(
            codes { $0.check(["a/b": "xy"], at: "/m") { $0.check($1, at: $2, maxLength: 1) } }, ["/m/a~1b too_long"])
    }

    func testNothingIsRefusedThatTheServerMightTake() {
        XCTAssertEqual(codes { $0.check(String?.none, at: "/a", minLength: 1, pattern: "^x") }, [])
        XCTAssertEqual(codes { $0.check("x", at: "/a", pattern: "[") }, [], "a pattern that ICU cannot read")
        let twoPointsThatComposeToOne = "e\u{301}"
        XCTAssertEqual(codes { $0.check(twoPointsThatComposeToOne, at: "/a", maxLength: 1) }, [])
        XCTAssertEqual(codes { $0.check("👨‍👩‍👧‍👦", at: "/a", minLength: 7, maxLength: 7) }, [], "code points, not characters")
    }
}
