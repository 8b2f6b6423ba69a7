// Generated from PostCardIt 1. Do not edit.

import Foundation

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
    public init(
        pointer: String, code: String, message: String
    ) {
        self.pointer = pointer
        self.code = code
        self.message = message
    }

    enum CodingKeys: String, CodingKey {
        case pointer, code, message
    }
}
