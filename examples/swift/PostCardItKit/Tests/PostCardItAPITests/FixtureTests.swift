import Foundation
import PostCardItAPI
import PostCardItTestSupport
import XCTest

final class FixtureTests: XCTestCase {
    func testEveryFixtureIsReadAndWrittenAgainAsItWas() throws {
        for fixture in Fixture.all {
            guard let roundTrip = fixture.roundTrip else { continue }
            let before = try WireJSON.decode(JSONValue.self, from: fixture.body)
            let after = try WireJSON.decode(JSONValue.self, from: try roundTrip(fixture.body))
            XCTAssertEqual(after.comparable, before.comparable, "\(fixture.operation)")
        }
    }

    func testTheMockAnswersEveryOperation() async throws {
        let mock = MockPostCardItService()
        for fixture in Fixture.all {
            do {
                try await fixture.call(mock)
            } catch {
                XCTFail("\(fixture.operation): \(error)")
            }
        }
        XCTAssertEqual(mock.calls, Fixture.all.map(\.operation))
    }
}

extension FixtureTests {
    func testTheClientSendsEveryOperationAndReadsItsAnswer() async throws {
        let current = Locked<Fixture?>(nil)
        let transport = FakeTransport { (_) async throws(TransportFailure) in
            current.withLock { $0 }?.response ?? HTTPResponse(status: 500)
        }
        let client = PostCardItClient(
            server: URL(string: "https://example.com")!, tokens: MemoryTokenStore(StoredTokens(accessToken: "token")),
            transport: transport, timekeeper: FakeTimekeeper())
        for fixture in Fixture.all {
            current.withLock { $0 = fixture }
            do {
                try await fixture.call(client)
            } catch {
                XCTFail("\(fixture.operation): \(error)")
            }
        }
        XCTAssertEqual(transport.requests.count, Fixture.all.count)
        for request in transport.requests {
            XCTAssertTrue(request.url.absoluteString.hasPrefix("https://example.com\(Contract.basePath)"), "\(request)")
            XCTAssertNil(request.url.absoluteString.unicodeScalars.first { $0.value < 33 || $0.value > 126 })
        }
    }
}

extension JSONValue {
    /// Times and whole numbers compare by what they mean, and null counts as absent.
    var comparable: JSONValue {
        switch self {
        case .string(let text):
            guard let date = RFC3339.date(from: text) else { return self }
            return .string(RFC3339.string(from: date))
        case .number(let number) where number == number.rounded() && number.magnitude < 1e15:
            return .integer(Int(number))
        case .array(let elements):
            return .array(elements.map(\.comparable))
        case .object(let members):
            return .object(members.filter { $0.value != .null }.mapValues(\.comparable))
        default:
            return self
        }
    }
}
