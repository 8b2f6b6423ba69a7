import Foundation
import PostCardItTestSupport
import XCTest

@testable import PostCardItAPI

final class OperationTests: XCTestCase {
    private func client(_ transport: FakeTransport, _ tokens: StoredTokens? = .number(1)) -> PostCardItClient {
        PostCardItClient(
            server: URL(string: "https://example.com/")!, tokens: MemoryTokenStore(tokens), transport: transport,
            timekeeper: FakeTimekeeper(), random: SeededRandomSource(seed: 1))
    }

    func testACallIsTheRequestThatTheContractNames() async throws {
        let transport = FakeTransport(Fixture.sendPostcard.response)
        let card = try await client(transport).sendPostcard(
            SendPostcard(message: "Ciao", recipientUsername: "bob"), idempotencyKey: "k-1")
        let request = transport.requests[0]

        XCTAssertEqual(card, .preview)
        XCTAssertEqual(request.method, "POST")
        XCTAssertEqual(request.url.absoluteString, "https://example.com/v1/postcards")
        XCTAssertEqual(request.headers["Authorization"], "Bearer access-1")
        XCTAssertEqual(request.headers["Idempotency-Key"], "k-1")
        XCTAssertEqual(request.headers["Content-Type"], "application/json")
        XCTAssertEqual(request.body, .data(Data(#"{"message":"Ciao","recipientUsername":"bob"}"#.utf8)))
    }

    func testAQueryIsWrittenSoThatNoServerMisreadsIt() async throws {
        let transport = FakeTransport(Fixture.listPostcards.response)
        _ = try await client(transport).listPostcards(
            limit: 5, cursor: "a+b/c=", status: .sent, unread: true, box: .received,
            from: Date(timeIntervalSince1970: 0.5), ifNoneMatch: "\"e\"")

        XCTAssertEqual(
            transport.requests[0].url.absoluteString,
            "https://example.com/v1/postcards?limit=5&cursor=a%2Bb%2Fc%3D&status=sent&unread=true&box=received"
                + "&from=1970-01-01T00%3A00%3A00.500Z")
        XCTAssertEqual(transport.requests[0].headers["If-None-Match"], "\"e\"")
    }

    func testWhatTheContractRefusesIsNotSent() async throws {
        let transport = FakeTransport(.ok)
        let client = client(transport)
        let long = SendPostcard(message: String(repeating: "x", count: 501), recipientID: "bob")
        let answers = [
            await outcome { _ = try await client.sendPostcard(long) },
            await outcome { _ = try await client.listPostcards(limit: 101) },
            await outcome { _ = try await client.getPostcard(postcardID: "") },
            await outcome { _ = try await client.updateMe(UpdateUser(username: .set("x"))) },
        ]

        XCTAssertEqual(Set(answers.map(\.error?.kind)), [.invalidRequest])
        XCTAssertEqual(Set(answers.map(\.error?.code)), [.validationFailed])
        XCTAssertEqual(
            answers.map { $0.error?.fields.map { "\($0.pointer) \($0.code)" } ?? [] },
            [["/message too_long", "/recipientId invalid"], ["?limit too_large"], ["/postcardId too_short"],
             ["/username too_short"]])
        XCTAssertEqual(transport.requests, [])
    }

    func testNothingNewIsAnErrorOfItsOwn() async throws {
        let transport = FakeTransport(HTTPResponse(status: 304))
        let answer = await outcome { try await self.client(transport).getMe(ifNoneMatch: "\"e\"") }
        XCTAssertEqual(answer.error?.kind, .notModified)
    }

    func testHeadersOfAnAnswerAreThereForWhoAsks() async throws {
        let response = HTTPResponse(status: 200, headers: ["Etag": "\"e\"", "x-request-id": "r"], body: Fixture.getMe.body)
        let answer = try await client(FakeTransport(response)).response(to: .getMe())
        XCTAssertEqual(answer.etag, "\"e\"")
        XCTAssertEqual(answer.requestID, "r")
        XCTAssertEqual(answer.value, .preview)
    }

    func testSigningInKeepsTheSessionAndSigningOutForgetsItWithoutANetwork() async throws {
        let store = MemoryTokenStore()
        let isOffline = Locked(false)
        let transport = FakeTransport { (_) async throws(TransportFailure) in
            if isOffline.withLock({ $0 }) { throw TransportFailure(.offline) }
            return Fixture.loginUser.response
        }
        let client = PostCardItClient(
            server: URL(string: "https://example.com")!, tokens: store, transport: transport, timekeeper: FakeTimekeeper())
        let user = try await client.signIn("alice", password: "correct horse")
        XCTAssertEqual(try store.load()?.userID, user.userID)
        XCTAssertEqual(
            transport.requests[0].body, .data(Data(#"{"password":"correct horse","username":"alice"}"#.utf8)))

        isOffline.withLock { $0 = true }
        try await client.signOut()
        XCTAssertNil(try store.load())
    }

    func testALostAnswerToARefreshIsAskedForAgain() async throws {
        let count = Locked(0)
        let transport = FakeTransport { (request) async throws(TransportFailure) in
            guard request.url.path == "/v1/auth/refresh" else {
                let isNew = request.headers["Authorization"] == "Bearer accessToken"
                return isNew ? Fixture.getMe.response : .problem(401, "unauthenticated")
            }
            if count.withLock({ $0 += 1; return $0 }) < 3 { throw TransportFailure(.connection, mayHaveArrived: true) }
            return Fixture.refreshTokens.response
        }
        var tokens = StoredTokens.number(1)
        tokens.userID = User.preview.userID
        let user = try await client(transport, tokens).getMe()

        XCTAssertEqual(user, .preview)
        XCTAssertEqual(count.withLock { $0 }, 3)
    }

    func testAnEndedSessionSaysWhy() async throws {
        let transport = FakeTransport { (_) async throws(TransportFailure) in
            .problem(401, "session_ended", ["reason": "password_changed"])
        }
        let store = MemoryTokenStore(.number(1))
        let client = PostCardItClient(
            server: URL(string: "https://example.com")!, tokens: store, transport: transport, timekeeper: FakeTimekeeper())
        let events = await client.session.events()
        let answer = await outcome { try await client.getMe() }

        XCTAssertEqual(answer.error?.kind, .sessionEnded)
        XCTAssertEqual(answer.error?.endReason, .passwordChanged)
        XCTAssertEqual(answer.error?.operation, .getMe)
        XCTAssertNil(try store.load())
        for await event in events {
            XCTAssertEqual(event, .signedOut(reason: .passwordChanged))
            break
        }
    }

    func testTheMockAnswersAsItIsTold() async throws {
        let mock = MockPostCardItService()
        let before = try await mock.getMe()
        mock.answer(.getMe, with: User.preview(["username": "bob"]))
        let after = try await mock.getMe()
        mock.refuse(.getMe, PostCardItError(.offline))
        let refused = await outcome { try await mock.getMe() }

        XCTAssertEqual([before.username, after.username], ["alice", "bob"])
        XCTAssertEqual(refused.error?.kind, .offline)
        XCTAssertEqual(mock.calls, [.getMe, .getMe, .getMe])
    }
}
