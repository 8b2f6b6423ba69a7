import Foundation
import PostCardItTestSupport

@testable import PostCardItAPI

/// A server that takes postcards, friend requests, receipts and profiles, over a road that may break: a transport and all
/// that is behind it. Like the real one it knows a request by its key, and does what it has done already once.
final class PostOffice: Transport {
    struct State: Sendable {
        /// What was done, in order: one entry for each mutation that had an effect.
        var done: [String] = []
        var answers: [String: (body: Data, answer: HTTPResponse)] = [:]
        var uploads: [String: String] = [:]
        var bearers: Set<String> = []
        var requests: [HTTPRequest] = []
        var profiles: [Data] = []
        var read: Set<String> = []
        var counter = 0
    }

    let state = Locked(State())
    /// Says what happens to a request instead, before or after it had its effect.
    let fault: @Sendable (_ request: HTTPRequest, _ isAfter: Bool) throws(TransportFailure) -> HTTPResponse?

    init(
        fault: @escaping @Sendable (HTTPRequest, Bool) throws(TransportFailure) -> HTTPResponse? = {
            (_, _) throws(TransportFailure) in nil
        }
    ) { self.fault = fault }

    /// The messages that arrived, in order.
    var cards: [String] { state.withLock { $0.done.filter { $0.hasPrefix("card ") }.map { String($0.dropFirst(5)) } } }
    var done: [String] { state.withLock { $0.done } }

    func client(
        _ tokens: any TokenStore = MemoryTokenStore(.number(1)), timekeeper: any Timekeeper = FakeTimekeeper()
    ) -> PostCardItClient {
        PostCardItClient(
            server: URL(string: "https://example.com")!, tokens: tokens, configuration: Configuration(retry: .never),
            transport: self, timekeeper: timekeeper, random: SystemRandomSource())
    }

    func stream(_ request: HTTPRequest) async throws(TransportFailure) -> ByteStream { throw TransportFailure(.offline) }

    func send(
        _ request: HTTPRequest, progress: (@Sendable (TransferProgress) -> Void)?
    ) async throws(TransportFailure) -> HTTPResponse {
        if let instead = try fault(request, false) { return instead }
        let answer = state.withLock { self.answer(request, &$0) }
        if let instead = try fault(request, true) { return instead }
        return answer
    }

    private func answer(_ request: HTTPRequest, _ state: inout State) -> HTTPResponse {
        state.requests.append(request)
        if let bearer = request.headers["Authorization"] { state.bearers.insert(bearer) }
        guard case .data(let body) = request.body else { return look(request, state) }
        if request.url.host == "photos.example" {
            state.uploads[request.url.lastPathComponent] = SHA256Digest.hex(of: body)
            return HTTPResponse(status: 204)
        }
        guard let key = request.headers["Idempotency-Key"] else { return change(request, body, &state) }
        if let before = state.answers[key] {
            return before.body == body ? before.answer : .problem(422, "idempotency_key_reused")
        }
        let answer = change(request, body, &state)
        if answer.status < 300 { state.answers[key] = (body, answer) }
        return answer
    }

    private func look(_ request: HTTPRequest, _ state: State) -> HTTPResponse {
        guard request.url.path.contains("/uploads/") else { return HTTPResponse(status: 405) }
        return json(200, upload(request.url.lastPathComponent, state))
    }

    private func upload(_ id: String, _ state: State) -> Upload {
        Upload.preview([
            "uploadId": .string(id), "status": state.uploads[id] == nil ? "pending" : "ready", "offset": 0,
            "url": .string("https://photos.example/\(id)"), "problem": nil,
        ])
    }

    private func change(_ request: HTTPRequest, _ body: Data, _ state: inout State) -> HTTPResponse {
        state.counter += 1
        let id = "00000000-0000-7000-8000-\(String(repeating: "0", count: 12 - "\(state.counter)".count))\(state.counter)"
        let json = (try? WireJSON.decode(JSONValue.self, from: body)) ?? .null
        switch request.url.lastPathComponent {
        case "uploads":
            return self.json(201, upload(id, state))
        case "postcards":
            let message = json["message"]?.string ?? ""
            if message.hasPrefix("poison") { return .problem(403, "not_friends") }
            state.done.append("card \(message)\(json["uploadId"]?.string.flatMap { state.uploads[$0] }.map { " \($0.prefix(6))" } ?? "")")
            return self.json(
                201,
                Postcard.preview([
                    "postcardId": .string(id), "senderId": "alice", "message": .string(message),
                    "idempotencyKey": request.headers["Idempotency-Key"].map(JSONValue.string) ?? .null,
                ]))
        case "friends":
            state.done.append("friend \(json["username"]?.string ?? "")")
            return self.json(201, Friendship.preview)
        case "receipts":
            state.read.formUnion(json["read"]?.array?.compactMap(\.string) ?? [])
            return self.json(200, Receipts.preview)
        default:
            state.profiles.append(body)
            return self.json(200, User.preview)
        }
    }

    private func json(_ status: Int, _ value: some Encodable) -> HTTPResponse {
        HTTPResponse(status: status, headers: ["X-Request-Id": "r-1"], body: (try? WireJSON.encode(value)) ?? Data())
    }
}

/// A folder of a test's own.
func temporaryFolder() -> LocalFolder {
    LocalFolder(FileManager.default.temporaryDirectory.appendingPathComponent("kit-\(SystemRandomSource().uuid())"))
}

extension SendPostcard {
    static func card(_ message: String, to username: String = "bob") -> SendPostcard {
        SendPostcard(message: message, recipientUsername: username)
    }
}
