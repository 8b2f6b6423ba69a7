// Generated from PostCardIt 1. Do not edit.

/// One field that is not valid: where it is (RFC 6901 pointer into the body, or `?name` in the query) and why.
///
/// No operation carries it.
public struct FieldProblem: Codable, Hashable, Sendable {
    /// `pointer` on the wire.
    public let pointer: String
    /// `code` on the wire.
    public let code: String
    /// `message` on the wire.
    public let message: String

    /// Makes one.
    public init(pointer: String, code: String, message: String) {
        (self.pointer, self.code, self.message) = (pointer, code, message)
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        pointer = try wire.read("pointer")
        code = try wire.read("code")
        message = try wire.read("message")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(pointer, "pointer")
        try wire.write(code, "code")
        try wire.write(message, "message")
    }
}
