import Foundation
import XCTest

@testable import PostCardItAPI

final class StoreTests: XCTestCase {
    private let folder = LocalFolder(
        FileManager.default.temporaryDirectory.appendingPathComponent("kit-\(SystemRandomSource().uuid())"))

    override func tearDown() { try? FileManager.default.removeItem(at: folder.url) }

    private func mode(_ url: URL) throws -> Int? {
        (try FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions] as? NSNumber)?.intValue
    }

    func testAFileIsItsOwnersAloneAndStaysSo() throws {
        try folder.write(Data("one".utf8), to: "a")
        try folder.write(Data("two".utf8), to: "a")

        XCTAssertEqual(try folder.read("a"), Data("two".utf8))
        XCTAssertEqual(try mode(folder.file("a")), 0o600)
        XCTAssertEqual(try mode(folder.url), 0o700)
        XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: folder.url.path), ["a"], "nothing is left over")
    }

    func testWhatCannotBeWrittenLeavesWhatWasThere() throws {
        try folder.write(Data("one".utf8), to: "a")
        try FileManager.default.createDirectory(at: folder.file("taken"), withIntermediateDirectories: false)

        XCTAssertThrowsError(try folder.write(Data("x".utf8), to: "taken")) {
            XCTAssertEqual(($0 as? PostCardItError)?.kind, .storageFailed)
        }
        XCTAssertEqual(try folder.read("a"), Data("one".utf8))
        XCTAssertNil(try folder.read("none"))
    }

    func testTokensAreKeptInAFileThatOthersCannotRead() throws {
        let store = FileTokenStore(folder)
        XCTAssertNil(try store.load())
        let date = try XCTUnwrap(RFC3339.date(from: "2026-11-22T15:53:00.123Z"))
        try store.save(.number(1, expiresAt: date))
        XCTAssertEqual(try store.load(), .number(1, expiresAt: date))

        try FileManager.default.setAttributes(
            [.posixPermissions: 0o644], ofItemAtPath: folder.file("tokens.json").path)
        XCTAssertThrowsError(try store.load()) { XCTAssertEqual(($0 as? PostCardItError)?.kind, .storageFailed) }

        try store.clear()
        try store.clear()
        XCTAssertNil(try store.load())
    }

    func testSigningOutLeavesNoTokensThatAProgramLeftHalfWritten() throws {
        let store = FileTokenStore(folder)
        try store.save(.number(1))
        try folder.write(Data("another file's".utf8), to: "tokens.json.bak")
        for name in [".tokens.json", ".other"] {
            try Data("left".utf8).write(to: folder.file("\(name).\(SystemRandomSource().uuid())"))
        }

        try store.clear()

        let left = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).map { $0.prefix(7) }
        XCTAssertEqual(left.sorted(), [".other.", "tokens."])
    }
}
