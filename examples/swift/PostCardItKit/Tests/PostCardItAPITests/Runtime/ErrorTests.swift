import Foundation
import PostCardItTestSupport
import XCTest

@testable import PostCardItAPI

final class ErrorTests: XCTestCase {
    private let secret = "s3cr3t-p4ssw0rd"

    func testAProblemSaysWhatTheServerSaid() async throws {
        let problem = HTTPResponse.problem(
            422, "validation_failed",
            ["message": "No.", "errors": [["pointer": "/a", "code": "too_long", "message": "Too long."]]])
        let answer = await outcome { try await Bench(FakeTransport(problem)).call(try Calls.read()) }
        let error = try XCTUnwrap(answer.error)

        XCTAssertEqual(error.kind, .refused)
        XCTAssertEqual(error.code?.rawValue, "validation_failed")
        XCTAssertEqual(error.status, 422)
        XCTAssertEqual(error.requestID, "r-1")
        XCTAssertEqual(error.operation?.rawValue, "read")
        XCTAssertEqual(error.message, "No.")
        XCTAssertEqual(error.fields, [InvalidField(pointer: "/a", code: "too_long", message: "Too long.")])
        XCTAssertEqual(error.localizedDescription, "No.")
    }

    func testAnAnswerOfAStrangerIsAnErrorAndNoCrash() async throws {
        for body in ["", "<html>", "[1]", "{\"code\": 7}", "null"] {
            let response = HTTPResponse(status: 418, headers: ["X-Request-Id": "r-2"], body: Data(body.utf8))
            let answer = await outcome { try await Bench(FakeTransport(response)).call(try Calls.read()) }
            XCTAssertEqual(answer.error?.kind, .refused)
            XCTAssertEqual(answer.error?.status, 418)
            XCTAssertNil(answer.error?.code)
            XCTAssertEqual(answer.error?.requestID, "r-2")
        }
    }

    func testAnUnreadableAnswerSaysWhereItIsAndNotWhatStandsThere() async throws {
        let draft = RequestDraft(OperationID(rawValue: "list"), "GET", statuses: [200])
        let request = try APIRequest<[String: [Date]]>(json: draft)
        let response = HTTPResponse(status: 200, body: Data(#"{"times": ["2026-11-22T15:53:00Z", "\#(secret)"]}"#.utf8))
        let bench = Bench(FakeTransport(response))

        let answer = await outcome { try await bench.pipeline.response(to: request, bench.session).value }
        let error = try XCTUnwrap(answer.error)

        XCTAssertEqual(error.kind, .unreadableAnswer)
        XCTAssertEqual(error.codingPath, "times[1]")
        XCTAssertFalse("\(error)".contains(secret))
    }

    func testPlantedSecretsNeverAppearInADescription() async throws {
        let tokens = StoredTokens(accessToken: secret, refreshToken: secret)
        var draft = RequestDraft(OperationID(rawValue: "create"), "POST", statuses: [201])
        draft.path = "/things"
        draft.query("token", secret)
        draft.header("X-Secret", secret)
        try draft.send(json: ["password": secret])
        let request = try APIRequest<String>(text: draft)
        let echo = HTTPResponse.problem(400, "invalid_json", ["message": .string(secret), "detail": .string(secret)])
        let bench = Bench(FakeTransport(echo), tokens: tokens)
        let answer = await outcome { try await bench.call(request) }
        let error = try XCTUnwrap(answer.error)
        let sent = try bench.pipeline.httpRequest(request, token: secret)

        for text in ["\(error)", String(reflecting: error), "\(tokens)", String(reflecting: tokens), "\(sent)", "\(sent.headers)"] {
            XCTAssertFalse(text.contains(secret), text)
        }
        for text in ["\(request)", String(reflecting: sent), String(reflecting: sent.headers), "\(echo)"] {
            XCTAssertFalse(text.contains(secret), text)
        }
        let hidden: [Any] = [tokens, request, sent, sent.headers, echo, APIResponse(value: tokens, head: echo.head)]
        for value in hidden {
            var dumped = ""
            dump(value, to: &dumped)
            XCTAssertFalse(dumped.contains(secret), dumped)
            XCTAssertFalse(dumped.contains("\(Array(secret.utf8)[0])\n"), "bytes are no better")
        }
    }

    func testFailuresOfTheNetworkAreToldApart() {
        let cases: [(URLError.Code, TransportFailure.Reason, Bool)] = [
            (.cannotConnectToHost, .connection, false), (.cannotFindHost, .connection, false),
            (.timedOut, .timedOut, true), (.notConnectedToInternet, .offline, false),
            (.networkConnectionLost, .connection, true), (.badServerResponse, .connection, true),
            (.cancelled, .cancelled, true), (.serverCertificateUntrusted, .untrusted, false), (.unknown, .connection, true),
        ]
        for (code, reason, mayHaveArrived) in cases {
            let failure = TransportFailure(URLError(code))
            XCTAssertEqual(failure, TransportFailure(reason, mayHaveArrived: mayHaveArrived), "\(code)")
        }
    }
}
