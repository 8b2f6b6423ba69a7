import Foundation
import PostCardItAPI
import PostCardItTestSupport
import XCTest

@testable import PostCardItUI

@MainActor
final class SessionModelTests: XCTestCase {
    private func client(_ answers: [String: HTTPResponse], _ store: MemoryTokenStore = MemoryTokenStore()) -> PostCardItClient {
        PostCardItClient(
            server: URL(fileURLWithPath: "/"), tokens: store, configuration: Configuration(retry: .never),
            transport: FakeTransport { (request) async throws(TransportFailure) in
                guard let answer = answers[request.url.lastPathComponent] else { throw TransportFailure(.offline) }
                return answer
            })
    }

    private func fixture(_ operation: OperationID) throws -> HTTPResponse {
        try XCTUnwrap(Fixture.all.first { $0.operation == operation }).response
    }

    func testARegistrationIsConfirmedByItsCode() async throws {
        let model = SessionModel(client: client(["register": try fixture(.registerUser)]))

        await model.register(RegisterUser(username: "alice", email: "alice@example.com", password: "correct horse"))

        XCTAssertEqual(model.phase, .confirming(email: CodeSent.preview.email))
        var dumped = ""
        dump(model, to: &dumped)
        XCTAssertFalse(dumped.contains("correct horse"))
        model.startOver()
        XCTAssertEqual(model.phase, .signedOut(nil))
    }

    func testADeviceThatDidNotAnswerAtFirstIsAskedAgain() async throws {
        let store = LockedStore()
        let model = SessionModel(client: PostCardItClient(server: URL(fileURLWithPath: "/"), tokens: store))
        await model.restore()
        XCTAssertEqual(model.phase, .unknown)
        XCTAssertEqual(model.failure?.kind, .storageFailed)

        store.isLocked.withLock { $0 = false }
        await model.restore()

        XCTAssertEqual(model.phase, .signedOut(nil))
        XCTAssertNil(model.failure, "it is no news any more")
    }

    func testSigningInAndOutMovesThePhase() async throws {
        let store = MemoryTokenStore()
        let model = SessionModel(client: client(["login": try fixture(.loginUser)], store))
        await model.restore()
        XCTAssertEqual(model.phase, .signedOut(nil))

        await model.signIn("alice ", password: "correct horse")
        XCTAssertEqual(model.phase, .signedIn(userID: TokenPair.preview.user.userID))
        XCTAssertNotNil(try store.load())
        await model.signOut()

        XCTAssertEqual(model.phase, .signedOut(nil))
        XCTAssertNil(try store.load())
    }

    func testAWrongPasswordLeavesOneSignedOutAndSaysWhy() async {
        let body = Data(#"{"code": "wrong_credentials", "status": 401}"#.utf8)
        let model = SessionModel(client: client(["login": HTTPResponse(status: 401, body: body)]))
        await model.restore()

        await model.signIn("alice", password: "wrong")

        XCTAssertEqual(model.phase, .signedOut(nil))
        XCTAssertEqual(model.failure?.code, .wrongCredentials)
        XCTAssertFalse(model.isWorking)
    }

    func testASessionThatEndsElsewhereIsHeardOfWithItsReason() async throws {
        let store = MemoryTokenStore(StoredTokens(accessToken: "a", userID: "alice"))
        let client = client([:], store)
        let model = SessionModel(client: client)
        let running = Task { await model.run() }
        try await eventually("somebody is signed in") { model.isSignedIn }

        try await client.session.signOut(.revoked)
        try await eventually("nobody is signed in") { !model.isSignedIn }

        XCTAssertEqual(model.phase, .signedOut(.revoked))
        running.cancel()
    }
}

/// A keychain before the first unlock.
private final class LockedStore: TokenStore {
    let isLocked = Locked(true)

    func load() throws(PostCardItError) -> StoredTokens? {
        if isLocked.withLock({ $0 }) { throw PostCardItError(.storageFailed) }
        return nil
    }
    func save(_ tokens: StoredTokens) throws(PostCardItError) {}
    func clear() throws(PostCardItError) {}
}
