import Foundation
import PostCardItAPI

/// What went wrong in the story.
struct Unexpected: Error, CustomStringConvertible {
    let description: String
}

func expect(_ condition: Bool, _ what: String) throws {
    if !condition { throw Unexpected(description: what) }
}

/// The error of a call that must fail.
func refusal<Value>(_ call: () async throws -> Value) async throws -> PostCardItError {
    do {
        _ = try await call()
    } catch let error as PostCardItError {
        return error
    }
    throw Unexpected(description: "It should have been refused.")
}

/// The real transport, which tells on stdout what was asked and answered.
struct TellingTransport: Transport {
    let inner = URLSessionTransport()

    func send(
        _ request: HTTPRequest, progress: (@Sendable (TransferProgress) -> Void)?
    ) async throws(TransportFailure) -> HTTPResponse {
        let response = try await inner.send(request, progress: progress)
        tell(request, response.status)
        return response
    }

    func stream(_ request: HTTPRequest) async throws(TransportFailure) -> ByteStream {
        let stream = try await inner.stream(request)
        tell(request, stream.head.status)
        return stream
    }

    private func tell(_ request: HTTPRequest, _ status: Int) {
        print("CALL \(request.method) \(request.url.path) \(status)")
    }
}

/// The server and what its owner knows of it.
struct Stage: Sendable {
    let server: URL
    let labKey: String
    let transport = TellingTransport()

    init() throws {
        let environment = ProcessInfo.processInfo.environment
        guard let text = environment["POSTCARDIT_URL"], let url = URL(string: text), let key = environment["POSTCARDIT_LAB_KEY"]
        else { throw Unexpected(description: "POSTCARDIT_URL and POSTCARDIT_LAB_KEY say where the server is.") }
        (server, labKey) = (url, key)
    }

    func client(_ tokens: StoredTokens? = nil) -> PostCardItClient {
        PostCardItClient(server: server, tokens: MemoryTokenStore(tokens), transport: transport)
    }

    /// The newest code that was mailed to somebody.
    func code(for user: String) async throws -> String {
        let url = URL(string: "\(server.absoluteString)/lab/mailbox?user=\(user)")!
        let answer = try await transport.inner.send(HTTPRequest(url: url, headers: ["X-Lab-Key": labKey]))
        let mailbox = try WireJSON.decode(JSONValue.self, from: answer.body)
        let codes = (mailbox["messages"]?.array ?? []).compactMap { $0["code"]?.string }
        guard let code = codes.first else { throw Unexpected(description: "No code was mailed to \(user).") }
        return code
    }

    /// Somebody new, signed in.
    func newcomer(_ name: String, password: String = "correct horse") async throws -> PostCardItClient {
        let client = client()
        let email = "\(name)@example.com"
        try await client.registerUser(RegisterUser(username: name, email: email, password: password))
        let confirmed = try await client.confirmUser(
            ConfirmUser(email: email, code: try await code(for: name), password: password))
        guard let tokens = confirmed.tokens else { throw Unexpected(description: "\(name) got no tokens.") }
        try await client.keep(tokens)
        return client
    }
}
