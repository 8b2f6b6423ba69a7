// Generated from PostCardIt 1. Do not edit.

/// Announce a photo. Its bytes are looked at on arrival: a photo of another type, size or SHA-256 is refused.
///
/// Where the same user has announced the same bytes for the same purpose before and they are ready, the answer is that
/// photo: `ready`, with nothing to send.
///
/// Travels with `POST /v1/uploads`.
public struct CreateUpload: Codable, Hashable, Sendable {
    /// `contentType` on the wire.
    public var contentType: String
    /// `byteSize` on the wire.
    public var byteSize: Int
    /// `sha256` on the wire.
    public var sha256: String
    /// What a photo is for. Without it: `"postcard"`.
    public var purpose: UploadPurpose?

    /// Makes one.
    public init(contentType: String, byteSize: Int, sha256: String, purpose: UploadPurpose? = nil) {
        (self.contentType, self.byteSize, self.sha256, self.purpose) = (contentType, byteSize, sha256, purpose)
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        contentType = try wire.read("contentType")
        byteSize = try wire.read("byteSize")
        sha256 = try wire.read("sha256")
        purpose = try wire.readIfAny("purpose")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(contentType, "contentType")
        try wire.write(byteSize, "byteSize")
        try wire.write(sha256, "sha256")
        try wire.writeIfAny(purpose, "purpose")
    }
}

extension CreateUpload: Validatable {
    /// Notes what the server would refuse.
    public func validate(in validation: inout Validation, at pointer: String) {
        validation.check(contentType, at: pointer + "/contentType", pattern: "^image/(jpeg|png|heic|heif|webp)\\z")
        validation.check(byteSize, at: pointer + "/byteSize", minimum: 1, maximum: 10485760)
        validation.check(sha256, at: pointer + "/sha256", pattern: "^[0-9a-f]{64}\\z")
    }
}
