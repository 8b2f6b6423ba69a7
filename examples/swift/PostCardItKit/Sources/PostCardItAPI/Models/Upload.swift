// Generated from PostCardIt 1. Do not edit.

import Foundation

/// An announced photo. While it is pending, send the bytes to `url` by `method` with `headers` and no token.
///
/// Where it is `resumable`, HEAD on the same `url` tells how far it got, and PATCH appends from there, as
/// draft-ietf-httpbis-resumable-upload-10 describes (without its interim responses). A pending upload is forgotten
/// after 24 hours.
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
    /// Whether the bytes may come in parts, by HEAD and PATCH.
    public let resumable: Bool
    /// A signed URL: whoever has it can send the bytes.
    public let url: String?
    /// What tells one from another: ``uploadID``.
    public var id: String { uploadID }

    /// Makes one.
    public init(
        uploadID: String, purpose: UploadPurpose, status: UploadStatus, expiresAt: Date, offset: Int, maxBytes: Int,
        headers: [String: String]? = nil, method: String? = nil, problem: ProblemCode? = nil, resumable: Bool = false,
        url: String? = nil
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
        self.resumable = resumable
        self.url = url
    }

    enum CodingKeys: String, CodingKey {
        case purpose, status, expiresAt, offset, maxBytes, headers, method, problem, resumable, url
        case uploadID = "uploadId"
    }
}

extension Upload {
    /// Reads it; what is missing has the value that the contract gives it.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        uploadID = try container.decode(String.self, forKey: .uploadID)
        purpose = try container.decode(UploadPurpose.self, forKey: .purpose)
        status = try container.decode(UploadStatus.self, forKey: .status)
        expiresAt = try container.decode(Date.self, forKey: .expiresAt)
        offset = try container.decode(Int.self, forKey: .offset)
        maxBytes = try container.decode(Int.self, forKey: .maxBytes)
        headers = try container.decodeIfPresent([String: String].self, forKey: .headers)
        method = try container.decodeIfPresent(String.self, forKey: .method)
        problem = try container.decodeIfPresent(ProblemCode.self, forKey: .problem)
        resumable = try container.decodeIfPresent(Bool.self, forKey: .resumable) ?? false
        url = try container.decodeIfPresent(String.self, forKey: .url)
    }
}
