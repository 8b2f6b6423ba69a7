import Foundation

/// Photos on their way to the server: announced, sent, and waited for until they can be used.
public struct Uploads: Sendable {
    private let pipeline: Pipeline
    private let session: Session
    private let transport: any Transport
    private let userID: String?

    private static let pollSeconds: TimeInterval = 0.25
    private static let polls = 120

    init(_ pipeline: Pipeline, _ session: Session, transport: (any Transport)? = nil, userID: String? = nil) {
        (self.pipeline, self.session, self.userID) = (pipeline, session, userID)
        self.transport = transport ?? pipeline.transport
    }

    /// The same uploads, with bytes that travel by another transport, such as one that goes on in the background.
    public func sending(by transport: any Transport) -> Uploads {
        Uploads(pipeline, session, transport: transport, userID: userID)
    }

    /// The same uploads in this user's name or not at all.
    func only(as userID: String) -> Uploads {
        Uploads(pipeline, session, transport: transport, userID: userID)
    }

    /// Sends a photo that is ready to be sent, and waits until the server has looked at it: `POST /v1/uploads`, and a PUT
    /// to the address that it answers with.
    ///
    /// A connection that breaks is taken up where the server has got to. Cancelling the task gives the upload up and
    /// removes what has arrived.
    ///
    /// - Parameters:
    ///   - data: The photo: JPEG, PNG, HEIC or WebP, at most 10 MiB.
    ///   - contentType: What it is: `image/jpeg`.
    ///   - purpose: What it is for.
    ///   - idempotencyKey: The same for each attempt at this photo. Without one the client chooses.
    ///   - progress: Hears how far it is: never less than before, and 1 once the server has everything.
    /// - Returns: The upload, ready to be named in a postcard or as an avatar.
    /// - Throws: ``PostCardItError``; where the server refuses the photo, its ``PostCardItError/code`` says why.
    @discardableResult
    public func send(
        _ data: Data, contentType: String = "image/jpeg", purpose: UploadPurpose = .postcard,
        idempotencyKey: String? = nil, progress: (@Sendable (TransferProgress) -> Void)? = nil
    ) async throws(PostCardItError) -> Upload {
        let announced = try await announce(data, contentType, purpose, key: idempotencyKey)
        do throws(PostCardItError) {
            return try await finish(announced, data, progress)
        } catch {
            if error.kind == .cancelled { giveUp(announced.uploadID) }
            throw error
        }
    }

    /// Sends a photo, and leaves what has arrived for the next attempt whatever happens.
    func carry(
        _ data: Data, contentType: String, key: String, progress: (@Sendable (TransferProgress) -> Void)?
    ) async throws(PostCardItError) -> Upload {
        try await finish(try await announce(data, contentType, .postcard, key: key), data, progress)
    }

    private func announce(
        _ data: Data, _ contentType: String, _ purpose: UploadPurpose, key: String?
    ) async throws(PostCardItError) -> Upload {
        let body = CreateUpload(
            contentType: contentType, byteSize: data.count, sha256: SHA256Digest.hex(of: data), purpose: purpose)
        return try await reply(to: try APIRequest<Upload>.createUpload(body, idempotencyKey: key))
    }

    private func finish(
        _ announced: Upload, _ data: Data, _ progress: (@Sendable (TransferProgress) -> Void)?
    ) async throws(PostCardItError) -> Upload {
        let ask = { () async throws(PostCardItError) -> Upload in
            try await reply(to: try APIRequest<Upload>.getUpload(uploadID: announced.uploadID))
        }
        var transfer = UploadTransfer(
            announced, data: data, tally: UploadTally(total: data.count, progress), pipeline: pipeline,
            transport: transport, ask: ask)
        var upload = try await transfer.run()
        for _ in 0..<Self.polls where !Self.isSettled(upload) {
            upload = try await ask()
            if !Self.isSettled(upload) { try await pipeline.pause(Self.pollSeconds) }
        }
        guard upload.status == .ready else { throw Self.refusal(of: upload) }
        return upload
    }

    private func reply(to request: APIRequest<Upload>) async throws(PostCardItError) -> Upload {
        var request = request
        request.userID = userID
        return try await pipeline.response(to: request, session).value
    }

    /// Asks once, beside the cancelled task: who cancels does not want to wait, and what is left is swept in a day.
    private func giveUp(_ uploadID: String) {
        Task { [pipeline, session] in
            var draft = RequestDraft(OperationID(rawValue: "delete_upload"), "DELETE", statuses: [200, 204])
            draft.path += "/uploads/\(PercentEncoding.segment(uploadID))"
            guard let request = try? APIRequest<Void>(empty: draft), let held = try? await session.current() else { return }
            _ = try? await pipeline.attempt(request, token: held.accessToken)
        }
    }

    private static func isSettled(_ upload: Upload) -> Bool { [.ready, .rejected].contains(upload.status) }

    private static func refusal(of upload: Upload) -> PostCardItError {
        let isLate = upload.status != .rejected
        let code = isLate ? ProblemCode(rawValue: "upload_not_ready") : upload.problem ?? ProblemCode(rawValue: "image_unreadable")
        let sentence = isLate ? "The server has not finished checking the photo." : "The server refused the photo."
        return PostCardItError(.refused, code: code, message: sentence, operation: .getUpload)
    }
}

extension PostCardItClient {
    /// Photos on their way to the server.
    public nonisolated var uploads: Uploads { Uploads(pipeline, session) }
}
