// Generated from PostCardIt 1. Do not edit.

/// Make a photo uploaded for this purpose (`avatar`) one's profile picture.
///
/// Travels with `PUT /v1/users/me/avatar`.
public struct SetAvatar: Codable, Hashable, Sendable {
    /// `uploadId` on the wire.
    public var uploadID: String

    /// Makes one.
    public init(uploadID: String) {
        self.uploadID = uploadID
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        uploadID = try wire.read("uploadId")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(uploadID, "uploadId")
    }
}

extension SetAvatar: Validatable {
    /// Notes what the server would refuse.
    public func validate(in validation: inout Validation, at pointer: String) {
        validation.check(uploadID, at: pointer + "/uploadId", pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\\z")
    }
}
