// Generated from PostCardIt 1, contract 5b7bb250daf9ad72. Do not edit.

import Foundation

/// An announced photo. While it is pending, send the bytes to `url` by `method` with `headers` and no token.
///
/// Travels with `GET /v1/uploads/{uploadId}`, `POST /v1/uploads`.
public struct Upload: Codable, Hashable, Sendable, Identifiable {
    /// `uploadId` on the wire.
    public let uploadID: String
    /// What a photo is for.
    public let purpose: UploadPurpose
    /// Waiting for bytes, being checked and re-encoded, usable, or refused (then `problem` says why).
    public let status: UploadStatus
    /// `expiresAt` on the wire.
    public let expiresAt: Date
    /// How many bytes have arrived.
    public let offset: Int
    /// `maxBytes` on the wire.
    public let maxBytes: Int
    /// `headers` on the wire.
    public let headers: [String: String]?
    /// `method` on the wire.
    public let method: String?
    /// Why the photo was rejected.
    public let problem: ProblemCode?
    /// A signed URL: whoever has it can send the bytes.
    public let url: String?
    /// What tells one from another: ``uploadID``.
    public var id: String { uploadID }

    /// Makes one.
    public init(
        uploadID: String, purpose: UploadPurpose, status: UploadStatus, expiresAt: Date, offset: Int, maxBytes: Int,
        headers: [String: String]? = nil, method: String? = nil, problem: ProblemCode? = nil, url: String? = nil
    ) {
        self.uploadID = uploadID
        self.purpose = purpose
        self.status = status
        self.expiresAt = expiresAt
        self.offset = offset
        self.maxBytes = maxBytes
        self.headers = headers
        self.method = method
        self.problem = problem
        self.url = url
    }

    enum CodingKeys: String, CodingKey {
        case purpose, status, expiresAt, offset, maxBytes, headers, method, problem, url
        case uploadID = "uploadId"
    }
}
