// Generated from PostCardIt 1. Do not edit.

import Foundation

/// Mail a new code to an address that waits for confirmation.
///
/// Travels with `POST /v1/auth/resend-code`.
public struct ResendCode: Codable, Hashable, Sendable {
    /// `email` on the wire.
    public var email: String

    /// Makes one.
    public init(
        email: String
    ) {
        self.email = email
    }

    enum CodingKeys: String, CodingKey {
        case email
    }
}

extension ResendCode: Validatable {
    /// Notes what the server would refuse.
    public func validate(in validation: inout Validation, at pointer: String) {
        validation.check(email, at: pointer + "/email", maxLength: 254, pattern: "^[^@\\s]{1,64}@[^@\\s.]+(\\.[^@\\s.]+)+\\z")
    }
}
