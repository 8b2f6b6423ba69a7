// Generated from PostCardIt 1. Do not edit.

import Foundation

/// Erase one's own account and all that it owns, for ever.
///
/// Travels with `DELETE /v1/users/me`.
public struct DeleteMe: Codable, Hashable, Sendable, Redacted {
    /// `password` on the wire.
    public var password: String

    /// Makes one.
    public init(
        password: String
    ) {
        self.password = password
    }

    enum CodingKeys: String, CodingKey {
        case password
    }
}

extension DeleteMe: Validatable {
    /// Notes what the server would refuse.
    public func validate(in validation: inout Validation, at pointer: String) {
        validation.check(password, at: pointer + "/password", maxLength: 1024)
    }
}
