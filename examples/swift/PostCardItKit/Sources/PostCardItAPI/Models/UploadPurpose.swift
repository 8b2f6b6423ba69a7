// Generated from PostCardIt 1. Do not edit.

/// What a photo is for.
///
/// Travels with `GET /v1/uploads/{uploadId}`, `POST /v1/uploads`.
public struct UploadPurpose: OpenEnum, ParameterConvertible {
    /// The value on the wire.
    public let rawValue: String
    /// A value; one that the contract does not name is kept as it is.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `"postcard"`.
    public static var postcard: Self { Self(rawValue: "postcard") }
    /// `"avatar"`.
    public static var avatar: Self { Self(rawValue: "avatar") }

    /// The values that this version of the contract names.
    public static let allKnown: [UploadPurpose] = [postcard, avatar]
}
