import Foundation
import PostCardItTestSupport
import XCTest

@testable import PostCardItAPI

final class EventParserTests: XCTestCase {
    /// Streams, and what they say: data, event and id of each message, then the id to resume with.
    private static let corpus: [(stream: String, messages: [[String]], last: String)] = [
        ("data: one\n\ndata: two\n\n", [["one", "message", ""], ["two", "message", ""]], ""),
        ("data: one\r\n\r\ndata: two\r\n\r\n", [["one", "message", ""], ["two", "message", ""]], ""),
        ("data: a\r\ndata: b\r\nid: 5\r\n\r\n", [["a\nb", "message", "5"]], "5"),
        ("data: one\r\rdata: two\r\r", [["one", "message", ""], ["two", "message", ""]], ""),
        ("\u{FEFF}data: bom\n\n", [["bom", "message", ""]], ""),
        ("id: 7\nevent: change\ndata: {\"a\":1}\n\n", [["{\"a\":1}", "change", "7"]], "7"),
        ("id: 7\ndata: x\n\ndata: y\n\nid\ndata: z\n\n", [["x", "message", "7"], ["y", "message", "7"], ["z", "message", ""]], ""),
        ("data: a\ndata:b\ndata\n\n", [["a\nb\n", "message", ""]], ""),
        (": hello\n\n: again\nid: 3\n\n", [], "3"),
        ("id: a\0b\nid: 4\nretry: 1500\nretry: x\ndata: é€😀\n\n", [["é€😀", "message", "4"]], "4"),
        ("data:  two blanks\nunknown: field\ndata\n\ndata: cut off", [[" two blanks\n", "message", ""]], ""),
        ("event: nothing\n\ndata: after\n\n", [["after", "message", ""]], ""),
        ("data: one\n\r\ndata: two\r\n\n", [["one", "message", ""], ["two", "message", ""]], ""),
    ]

    private func read(_ pieces: [ArraySlice<UInt8>]) throws -> ([[String]], String, TimeInterval?) {
        var parser = EventParser()
        let messages = try pieces.flatMap { try parser.feed($0) }
        return (messages.map { [$0.data, $0.event, $0.lastEventID] }, parser.lastEventID, parser.retrySeconds)
    }

    func testACorpusSaysTheSameWhereverItsBytesAreCut() throws {
        var cuts = 0
        for (stream, messages, last) in Self.corpus {
            let bytes = Array(stream.utf8)[...]
            for first in 0...bytes.count {
                for second in first...bytes.count {
                    let heard = try read([bytes[..<first], bytes[first..<second], bytes[second...]])
                    XCTAssertEqual(heard.0, messages, "\(stream.debugDescription) cut at \(first) and \(second)")
                    XCTAssertEqual(heard.1, last)
                    cuts += 1
                }
            }
            let bytewise = try read(bytes.indices.map { bytes[$0...$0] })
            XCTAssertEqual(bytewise.0, messages)
        }
        XCTAssertGreaterThan(cuts, 5_000)
    }

    func testTheServerSaysHowLongToWait() throws {
        XCTAssertEqual(try read([Array("retry: 1500\nretry: \nretry: -1\n".utf8)[...]]).2, 1.5)
    }

    func testAnythingAtAllIsReadWithoutACrash() throws {
        let random = SeededRandomSource(seed: 2)
        let letters = Array("data:id event retry\r\n\n\r: \0é".utf8)
        for _ in 0..<500 {
            let bytes = (0..<60).map { _ in letters[Int(random.next() % UInt64(letters.count))] }[...]
            let cut = Int(random.next() % 60)
            XCTAssertEqual(try read([bytes]).0, try read([bytes[..<cut], bytes[cut...]]).0)
        }
    }

    func testALineWithoutEndIsRefused() {
        var parser = EventParser()
        XCTAssertThrowsError(try parser.feed([UInt8](repeating: 97, count: EventParser.longest + 1)))
        var lines = EventParser()
        let line = Array("data: \(String(repeating: "x", count: 1000))\n".utf8)
        XCTAssertThrowsError(try (0..<1100).forEach { _ in _ = try lines.feed(line) })
    }
}
