import Foundation
import PostCardItAPI

struct Unexpected: Error, CustomStringConvertible {
    let description: String
}

func expect(_ condition: Bool, _ what: String) throws {
    if !condition { throw Unexpected(description: what) }
}

/// The transport against a server with bad manners.
@main
struct Network {
    let server: String
    let transport = URLSessionTransport()

    static func main() async throws {
        let network = Network(server: ProcessInfo.processInfo.environment["ODD_URL"] ?? "")
        try await network.failures()
        try await network.redirects()
        try await network.bodies()
        try await network.streams()
        try await network.cancelling()
        print("DONE")
    }

    func request(_ path: String, _ change: (inout HTTPRequest) -> Void = { _ in }) -> HTTPRequest {
        var made = HTTPRequest(url: URL(string: server + path)!)
        change(&made)
        return made
    }

    func failure(_ request: HTTPRequest) async throws -> TransportFailure {
        do throws(TransportFailure) {
            _ = try await transport.send(request)
        } catch {
            return error
        }
        throw Unexpected(description: "\(request) was answered")
    }

    func failures() async throws {
        let silent = try await failure(request("/silent") { $0.idleTimeout = 1 })
        try expect(silent == TransportFailure(.timedOut, mayHaveArrived: true), "silent: \(silent)")
        let drip = try await failure(request("/drip") { $0.deadline = 1 })
        try expect(drip == TransportFailure(.timedOut, mayHaveArrived: true), "drip: \(drip)")
        let cut = try await failure(request("/cut"))
        try expect(cut == TransportFailure(.connection, mayHaveArrived: true), "cut: \(cut)")
        let drop = try await failure(request("/drop"))
        try expect(drop == TransportFailure(.connection, mayHaveArrived: true), "drop: \(drop)")
        let refused = try await failure(HTTPRequest(url: URL(string: "http://127.0.0.1:9/")!))
        try expect(refused == TransportFailure(.connection), "refused: \(refused)")
        let nowhere = try await failure(HTTPRequest(url: URL(string: "http://no-such-host.invalid/")!))
        try expect(nowhere.reason == .connection && !nowhere.mayHaveArrived, "nowhere: \(nowhere)")
        let challenge = try await transport.send(request("/challenge"))
        try expect(challenge.status == 401, "challenge: \(challenge.status)")
    }

    func redirects() async throws {
        let token: HTTPHeaders = ["Authorization": "Bearer secret"]
        let away = try await transport.send(request("/away") { $0.headers = token })
        try expect(away.status == 302, "away: \(away.status)")
        let here = try await transport.send(request("/here") { $0.headers = token })
        try expect(here.status == 200 && here.body == Data("Bearer secret".utf8), "here: \(here.status)")
        let posted = try await transport.send(
            request("/here") {
                $0.method = "POST"
                $0.body = .data(Data("body".utf8))
            })
        try expect(posted.status == 307, "a body is not sent elsewhere: \(posted.status)")
        try expect(here.headers["x-request-id"] == "r-1" && here.headers["X-REQUEST-ID"] == "r-1", "headers")
    }

    func bodies() async throws {
        let data = Data((0..<2_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("kit-\(SystemRandomSource().uuid())")
        try data.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        var answers: Set<String> = []
        for body in [HTTPRequest.Body.data(data), .file(file)] {
            let fractions = Locked([Double]())
            let sent = request("/echo") {
                $0.method = "PUT"
                $0.body = body
            }
            let answer = try await transport.send(sent) { progress in
                fractions.withLock { $0.append(progress.fraction) }
            }
            answers.insert(String(decoding: answer.body, as: UTF8.self))
            let rising = fractions.withLock { $0 }
            try expect(rising.count > 3 && rising == rising.sorted() && rising.last == 1, "progress \(rising.count)")
        }
        try expect(answers.count == 1 && answers.first?.hasPrefix("2000000 ") == true, "\(answers)")
    }

    func streams() async throws {
        try await readThreePieces()
        let reader = Task {
            var count = 0
            for try await _ in try await transport.stream(request("/ticks")) { count += 1 }
            return count
        }
        try await Task.sleep(nanoseconds: 300_000_000)
        reader.cancel()
        _ = try? await reader.value
        do {
            for try await _ in try await transport.stream(request("/cut")) {}
            throw Unexpected(description: "a cut stream is an error")
        } catch let failure as TransportFailure {
            try expect(failure.reason == .connection, "\(failure)")
        }
        for _ in 0..<100 {
            let counts = try await transport.send(request("/counts"))
            if counts.body.starts(with: Data("2 0".utf8)) { return }
            try await Task.sleep(nanoseconds: 100_000_000)
        }
        throw Unexpected(description: "A stream that nobody reads is closed, and nobody was sent away.")
    }

    private func readThreePieces() async throws {
        let stream = try await transport.stream(request("/ticks"))
        var pieces = 0
        for try await _ in stream {
            pieces += 1
            if pieces == 3 { break }
        }
        try expect(pieces == 3, "pieces come one by one")
    }

    /// Cancelling under load, which deadlocks URLSession's own async methods.
    func cancelling() async throws {
        for round in 0..<10 {
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<60 {
                    group.addTask {
                        let call = Task { try await transport.send(request("/ok")).status == 200 }
                        if number % 3 == 0 {
                            if round % 2 == 0 { await Task.yield() }
                            call.cancel()
                        }
                        switch await call.result {
                        case .success(let isGood): return isGood
                        case .failure(let error): return number % 3 == 0 && (error as? TransportFailure)?.reason == .cancelled
                        }
                    }
                }
                for try await isGood in group { try expect(isGood, "a call was lost") }
            }
        }
    }
}
