// Generated from PostCardIt 1. Do not edit.

import Foundation

/// Set a new password with the present one; it ends every other session.
///
/// Travels with `POST /v1/auth/change-password`.
public struct ChangePassword: Codable, Hashable, Sendable, Redacted {
    /// `password` on the wire.
    public var password: String
    /// `newPassword` on the wire.
    public var newPassword: String

    /// Makes one.
    public init(
        password: String, newPassword: String
    ) {
        self.password = password
        self.newPassword = newPassword
    }

    enum CodingKeys: String, CodingKey {
        case password, newPassword
    }
}

extension ChangePassword: Validatable {
    /// Notes what the server would refuse.
    public func validate(in validation: inout Validation, at pointer: String) {
        validation.check(password, at: pointer + "/password", maxLength: 1024)
        validation.check(newPassword, at: pointer + "/newPassword", minLength: 8, maxLength: 1024)
    }
}
