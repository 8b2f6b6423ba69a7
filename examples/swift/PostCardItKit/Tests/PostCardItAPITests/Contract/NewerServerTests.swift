import Foundation
import PostCardItAPI
import PostCardItTestSupport
import XCTest

/// Answers of a newer server, from the file that `POSTCARDIT_NEWER_ANSWERS` names: `[{"operation": …, "answer": …}]`.
final class NewerServerTests: XCTestCase {
    func testAnswersOfANewerServerAreRead() throws {
        guard let path = ProcessInfo.processInfo.environment["POSTCARDIT_NEWER_ANSWERS"] else {
            throw XCTSkip("POSTCARDIT_NEWER_ANSWERS names no file of answers")
        }
        let answers = try WireJSON.decode([JSONValue].self, from: Data(contentsOf: URL(fileURLWithPath: path)))
        let fixtures = Dictionary(uniqueKeysWithValues: Fixture.all.map { ($0.operation.rawValue, $0) })
        for entry in answers {
            let name = try XCTUnwrap(entry["operation"]?.string)
            let answer = try XCTUnwrap(entry["answer"])
            let fixture = try XCTUnwrap(fixtures[name])
            let again = try WireJSON.decode(
                JSONValue.self, from: try XCTUnwrap(fixture.roundTrip)(try WireJSON.encode(answer)))
            XCTAssertTrue(again.texts.isSubset(of: answer.texts.union(["Bearer", "sig"])), name)
            XCTAssertEqual(again.texts.filter { $0.hasPrefix("new_") }, answer.texts.filter { $0.hasPrefix("new_") }, name)
        }
        print("NEWER \(answers.count) answers were read")
    }
}

extension JSONValue {
    /// Every text in it.
    fileprivate var texts: Set<String> {
        switch self {
        case .string(let text): [text]
        case .array(let elements): elements.reduce(into: []) { $0.formUnion($1.texts) }
        case .object(let members): members.values.reduce(into: []) { $0.formUnion($1.texts) }
        default: []
        }
    }
}
