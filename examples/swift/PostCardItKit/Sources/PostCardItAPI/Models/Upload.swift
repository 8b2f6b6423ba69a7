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
        (self.uploadID, self.purpose, self.status, self.expiresAt) = (uploadID, purpose, status, expiresAt)
        (self.offset, self.maxBytes, self.headers, self.method) = (offset, maxBytes, headers, method)
        (self.problem, self.resumable, self.url) = (problem, resumable, url)
    }

    /// Reads it; what is missing has the value that the contract gives it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        uploadID = try wire.read("uploadId")
        purpose = try wire.read("purpose")
        status = try wire.read("status")
        expiresAt = try wire.read("expiresAt")
        offset = try wire.read("offset")
        maxBytes = try wire.read("maxBytes")
        headers = try wire.readIfAny("headers")
        method = try wire.readIfAny("method")
        problem = try wire.readIfAny("problem")
        resumable = try wire.readIfAny("resumable") ?? false
        url = try wire.readIfAny("url")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(uploadID, "uploadId")
        try wire.write(purpose, "purpose")
        try wire.write(status, "status")
        try wire.write(expiresAt, "expiresAt")
        try wire.write(offset, "offset")
        try wire.write(maxBytes, "maxBytes")
        try wire.writeIfAny(headers, "headers")
        try wire.writeIfAny(method, "method")
        try wire.writeIfAny(problem, "problem")
        try wire.write(resumable, "resumable")
        try wire.writeIfAny(url, "url")
    }
}
