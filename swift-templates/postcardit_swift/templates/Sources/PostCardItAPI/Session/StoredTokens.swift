import Foundation

/// The tokens of one signed-in user, as they are kept on the device.
public struct StoredTokens: Sendable, Hashable, Codable, Redacted {
    /// What requests carry.
    public var accessToken: String
    /// What is traded for the next pair; nil where there is no trading.
    public var refreshToken: String?
    /// When the access token ends, by this device's clock.
    public var expiresAt: Date?
    /// Whose they are.
    public var userID: String?

    /// Tokens.
    public init(accessToken: String, refreshToken: String? = nil, expiresAt: Date? = nil, userID: String? = nil) {
        (self.accessToken, self.refreshToken) = (accessToken, refreshToken)
        (self.expiresAt, self.userID) = (expiresAt, userID)
    }
}
