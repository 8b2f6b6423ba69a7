import Foundation

/// A photo's bytes on their way to the server, over a network that breaks.
///
/// One PUT sends all of them. When it breaks and the upload is resumable, HEAD asks how far it is, and PATCH appends from
/// there in parts of 256 KiB, as draft-ietf-httpbis-resumable-upload-10 describes. Elsewhere the API is asked whether all
/// came nevertheless, and another PUT sends all: a store behind a presigned address has one PUT and nothing else. The token
/// is never sent along: the signed address is the credential.
struct UploadTransfer {
    static let partBytes = 256 * 1024

    let pipeline: Pipeline
    let transport: any Transport
    let data: Data
    let tally: UploadTally
    /// Asks the API how the upload is, and for another link.
    let ask: () async throws(PostCardItError) -> Upload

    private(set) var upload: Upload
    private var offset: Int
    private var most: Int
    /// Whether the offset is the server's own: after a broken connection it is asked for.
    private var isKnown = true
    private var isOver = false
    private var isRenewed = false
    private var isBegunAnew = false
    /// Whether what the server has may have come by several connections.
    private var isPieced: Bool
    private var canHead = true
    private var attempts = 1
    private var since: Date

    init(
        _ upload: Upload, data: Data, tally: UploadTally, pipeline: Pipeline, transport: any Transport,
        ask: @escaping () async throws(PostCardItError) -> Upload
    ) {
        (self.upload, self.data, self.tally) = (upload, data, tally)
        (self.pipeline, self.transport, self.ask) = (pipeline, transport, ask)
        offset = Self.reached(upload, data.count)
        most = offset
        isPieced = offset > 0
        since = pipeline.timekeeper.now
    }

    /// Sends until the server has all, or has settled the upload in another way. Gives it as it was known last.
    mutating func run() async throws(PostCardItError) -> Upload {
        while upload.status == .pending, !isOver {
            tally.sent(Int64(offset))
            do throws(PostCardItError) {
                try await goOn()
            } catch {
                try await mend(error)
            }
        }
        tally.finish()
        return upload
    }

    private mutating func goOn() async throws(PostCardItError) {
        if !isKnown {
            try await askOffset()
        } else if offset > 0 {
            try await sendPart()
        } else {
            try await say(request(upload.method ?? "PUT", HTTPHeaders(upload.headers ?? [:]), data))
            isOver = true
        }
    }

    private mutating func sendPart() async throws(PostCardItError) {
        let start = offset
        let part = data.dropFirst(start).prefix(Self.partBytes)
        let isLast = start + part.count == data.count
        let headers: HTTPHeaders = [
            "Content-Type": "application/partial-upload", "Upload-Offset": String(start),
            "Upload-Complete": isLast ? "?1" : "?0",
        ]
        let answer = try await say(request("PATCH", headers, Data(part)))
        isOver = isLast
        guard !isLast else { return }
        move(to: reached(answer) ?? start + part.count)
        guard offset > start else {
            throw UploadTransfer.unreadable("The server took a part of the photo and kept nothing.", answer)
        }
    }

    /// HEAD, for the truth. Who does not answer it is asked through the API, which has other words and a newer link.
    private mutating func askOffset() async throws(PostCardItError) {
        guard upload.resumable, canHead else { return try await renew() }
        let answer = try await send(request("HEAD", [:], nil))
        if Self.isPassing(answer.status) { throw problem(answer) }
        guard answer.status / 100 == 2 else {
            canHead = false
            return try await renew()
        }
        isOver = answer.headers["Upload-Complete"] == "?1"
        move(to: isOver ? data.count : reached(answer) ?? 0)
    }

    private mutating func renew() async throws(PostCardItError) {
        upload = try await ask()
        move(to: Self.reached(upload, data.count))
    }

    /// What a failure means. Throws it when trying again will not help, or has not.
    private mutating func mend(_ error: PostCardItError) async throws(PostCardItError) {
        switch error.code?.rawValue {
        case "upload_finished":
            isOver = true
        case "upload_hash_mismatch", "upload_size_mismatch":
            // Pieces of two different photos: the server has forgotten them, and is sent all once more.
            guard isPieced, !isBegunAnew else { throw error }
            (offset, isKnown, isBegunAnew, isPieced) = (0, true, true, false)
        case "upload_offset_mismatch":
            isKnown = false
            try await pause(after: error, mayAlways: true)
        default:
            // Stores that are not ours call an expired link by other names: that it is forbidden is all they share.
            if error.status == 403 {
                guard !isRenewed else { throw error }
                isRenewed = true
                return try await renew()
            }
            (isKnown, isPieced) = (false, true)
            try await pause(after: error)
        }
    }

    private mutating func pause(after error: PostCardItError, mayAlways: Bool = false) async throws(PostCardItError) {
        let policy = pipeline.configuration.retry
        let elapsed = pipeline.timekeeper.now.timeIntervalSince(since)
        var judged = error
        if mayAlways { judged.status = 503 }
        guard
            let seconds = policy.pause(
                after: judged, attempt: attempts, elapsed: elapsed, isRepeatable: true, random: pipeline.random)
        else { throw error }
        attempts += 1
        try await pipeline.pause(seconds)
    }

    /// So much the server has. More than ever before is progress: attempts are counted anew.
    private mutating func move(to reached: Int) {
        (offset, isKnown) = (reached, true)
        guard reached > most else { return }
        (most, attempts, since) = (reached, 1, pipeline.timekeeper.now)
    }

    private func request(_ method: String, _ headers: HTTPHeaders, _ body: Data?) throws(PostCardItError) -> HTTPRequest {
        guard let text = upload.url, let url = URL(string: text) else {
            throw PostCardItError(.unreadableAnswer, message: "The server did not say where to send the photo.")
        }
        var headers = headers
        headers["User-Agent"] = pipeline.configuration.userAgent
        return HTTPRequest(
            method: method, url: url, headers: headers, body: body.map { .data($0) } ?? .none,
            idleTimeout: pipeline.configuration.idleTimeout, deadline: nil)
    }

    /// Sends once, and throws what a refusal says.
    @discardableResult
    private func say(_ request: HTTPRequest) async throws(PostCardItError) -> HTTPResponse {
        let answer = try await send(request)
        guard answer.status / 100 == 2 else { throw problem(answer) }
        return answer
    }

    private func send(_ request: HTTPRequest) async throws(PostCardItError) -> HTTPResponse {
        let (before, tally) = (Int64(offset), tally)
        do throws(TransportFailure) {
            return try await transport.send(request) { tally.sent(before + $0.sentBytes) }
        } catch {
            throw PostCardItError(error, operation: .createUpload)
        }
    }

    private func problem(_ answer: HTTPResponse) -> PostCardItError {
        PostCardItError(answer.head, body: answer.body, operation: .createUpload, now: pipeline.timekeeper.now)
    }

    /// From where the upload goes on: from its beginning where it cannot come in parts, whatever is said to be there.
    private static func reached(_ upload: Upload, _ total: Int) -> Int {
        upload.resumable ? min(max(0, upload.offset), total) : 0
    }

    /// The Upload-Offset header, if it is one that this upload can have.
    private func reached(_ answer: HTTPResponse) -> Int? {
        guard let text = answer.headers["Upload-Offset"], let number = Int(text), (0...data.count).contains(number) else {
            return nil
        }
        return number
    }

    private static func isPassing(_ status: Int) -> Bool { [408, 425, 429].contains(status) || status >= 500 && status != 501 }

    private static func unreadable(_ sentence: String, _ answer: HTTPResponse) -> PostCardItError {
        var error = PostCardItError(.unreadableAnswer, message: sentence, operation: .createUpload)
        error.status = answer.status
        error.requestID = answer.headers["X-Request-Id"]
        return error
    }
}
