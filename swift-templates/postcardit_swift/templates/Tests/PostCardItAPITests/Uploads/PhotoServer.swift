import Foundation
import PostCardItTestSupport

@testable import PostCardItAPI

/// A server that takes photos, over a road that may break: a transport and all that is behind it.
final class PhotoServer: Transport {
    struct State: Sendable {
        var arrived = Data()
        var requests: [HTTPRequest] = []
        var status = "pending"
        var problem: JSONValue = .null
        var link = 1
        var expiredLinks: Set<Int> = []
        /// After how many more bytes the connection breaks, cut by cut; without end after the last one.
        var cuts: [Int] = []
        /// How many more answers are lost after all has arrived.
        var losesAnswers = 0
        var sent = 0
        var announced = 0
        /// What the API says of a photo that cannot come in parts.
        var saidOffset = 0
        var settles = "ready"
    }

    let state = Locked(State())
    /// Whether parts are taken, and whether the API says that they are.
    let isResumable: Bool
    let isSaidResumable: Bool
    let total: Int

    init(total: Int, isResumable: Bool = true, isSaidResumable: Bool? = nil) {
        (self.total, self.isResumable) = (total, isResumable)
        self.isSaidResumable = isSaidResumable ?? isResumable
    }

    func client(_ timekeeper: FakeTimekeeper = FakeTimekeeper(), retry: RetryPolicy = .standard) -> PostCardItClient {
        PostCardItClient(
            server: URL(string: "https://example.com")!, tokens: MemoryTokenStore(.number(1)),
            configuration: Configuration(retry: retry), transport: self, timekeeper: timekeeper,
            random: SeededRandomSource(seed: 5))
    }

    /// The methods of what was sent to the photo's own address.
    var methods: [String] { state.withLock { $0.requests.filter { $0.url.host == "photos.example" }.map(\.method) } }

    func send(
        _ request: HTTPRequest, progress: (@Sendable (TransferProgress) -> Void)?
    ) async throws(TransportFailure) -> HTTPResponse {
        if Task.isCancelled { throw TransportFailure(.cancelled) }
        state.withLock { $0.requests.append(request) }
        guard request.url.host == "photos.example" else { return api(request) }
        let link = request.url.query ?? ""
        if state.withLock({ $0.expiredLinks.contains(Int(link.dropFirst(2)) ?? 0) }) { return .problem(403, "link_expired") }
        switch request.method {
        case "HEAD": return isResumable ? offset(200) : HTTPResponse(status: 405)
        case "PATCH":
            let start = Int(request.headers["Upload-Offset"] ?? "") ?? -1
            guard start == state.withLock({ $0.arrived.count }) else {
                var refusal = HTTPResponse.problem(409, "upload_offset_mismatch").head.headers
                refusal["Upload-Offset"] = String(state.withLock { $0.arrived.count })
                let body = HTTPResponse.problem(409, "upload_offset_mismatch").body
                return HTTPResponse(status: 409, headers: refusal, body: body)
            }
            try take(request, progress)
            return offset(204)
        default:
            state.withLock { $0.arrived = Data() }
            try take(request, progress)
            return HTTPResponse(status: 204)
        }
    }

    func stream(_ request: HTTPRequest) async throws(TransportFailure) -> ByteStream { throw TransportFailure(.offline) }

    private func take(
        _ request: HTTPRequest, _ progress: (@Sendable (TransferProgress) -> Void)?
    ) throws(TransportFailure) {
        guard case .data(let data) = request.body else { return }
        let isCut = state.withLock { state in
            let limit = state.cuts.isEmpty ? Int.max : state.cuts.removeFirst()
            let part = data.prefix(limit)
            state.arrived += isResumable ? part : limit < data.count ? Data() : part
            state.sent += data.count
            if state.arrived.count == total { state.status = state.settles }
            let isLost = limit >= data.count && state.losesAnswers > 0
            if isLost { state.losesAnswers -= 1 }
            return limit < data.count || isLost
        }
        for step in 1...4 { progress?(TransferProgress(sentBytes: Int64(data.count * step / 4), totalBytes: Int64(data.count))) }
        if isCut { throw TransportFailure(.connection, mayHaveArrived: true) }
    }

    private func offset(_ status: Int) -> HTTPResponse {
        let count = state.withLock { $0.arrived.count }
        return HTTPResponse(
            status: status,
            headers: ["Upload-Offset": String(count), "Upload-Complete": count == total ? "?1" : "?0"])
    }

    private func api(_ request: HTTPRequest) -> HTTPResponse {
        if request.method == "DELETE" { return HTTPResponse(status: 204) }
        return state.withLock { state in
            if request.method == "POST" { state.announced += 1 }
            if request.method == "GET", state.expiredLinks.contains(state.link) { state.link += 1 }
            let upload = Upload.preview([
                "uploadId": "u-1", "status": .string(state.status), "offset": .integer(isResumable ? state.arrived.count : state.saidOffset),
                "method": "PUT", "url": .string("https://photos.example/u-1?l=\(state.link)"), "problem": state.problem,
                "resumable": .bool(isSaidResumable),
                "headers": ["Content-Type": "image/jpeg", "x-amz-checksum": "abc"],
            ])
            let body = (try? WireJSON.encode(upload)) ?? Data()
            return HTTPResponse(status: request.method == "POST" ? 201 : 200, body: body)
        }
    }
}

/// What an upload said of itself.
final class Progress: Sendable {
    private let heard = Locked([Double]())
    var fractions: [Double] { heard.withLock { $0 } }
    func note(_ progress: TransferProgress) { heard.withLock { $0.append(progress.fraction) } }
}
