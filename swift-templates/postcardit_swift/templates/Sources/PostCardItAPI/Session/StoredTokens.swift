import Foundation

/// The tokens of one signed-in user, as they are kept on the device.
public struct StoredTokens: Sendable, Hashable, Codable, Redacted {
    /// What requests carry.
    public var accessToken: String
    /// What is traded for the next pair; nil where there is no trading.
    public var refreshToken: String?
    /// When the access token ends, by this device's clock.
    public var expiresAt: Date?
    /// When it is traded, some time before its end; nil for a minute before.
    public var refreshAt: Date?
    /// Whose they are.
    public var userID: String?

    /// Tokens.
    public init(
        accessToken: String, refreshToken: String? = nil, expiresAt: Date? = nil, refreshAt: Date? = nil,
        userID: String? = nil
    ) {
        (self.accessToken, self.refreshToken) = (accessToken, refreshToken)
        (self.expiresAt, self.refreshAt, self.userID) = (expiresAt, refreshAt, userID)
    }
}
