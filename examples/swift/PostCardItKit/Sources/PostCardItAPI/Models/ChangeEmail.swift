// Generated from PostCardIt 1. Do not edit.

import Foundation

/// Ask for another address: a code is mailed to it, and the present one is told.
///
/// Travels with `POST /v1/auth/change-email`.
public struct ChangeEmail: Codable, Hashable, Sendable, Redacted {
    /// `password` on the wire.
    public var password: String
    /// `newEmail` on the wire.
    public var newEmail: String

    /// Makes one.
    public init(
        password: String, newEmail: String
    ) {
        self.password = password
        self.newEmail = newEmail
    }

    enum CodingKeys: String, CodingKey {
        case password, newEmail
    }
}

extension ChangeEmail: Validatable {
    /// Notes what the server would refuse.
    public func validate(in validation: inout Validation, at pointer: String) {
        validation.check(password, at: pointer + "/password", maxLength: 1024)
        validation.check(newEmail, at: pointer + "/newEmail", maxLength: 254, pattern: "^[^@\\s]{1,64}@[^@\\s.]+(\\.[^@\\s.]+)+\\z")
    }
}
