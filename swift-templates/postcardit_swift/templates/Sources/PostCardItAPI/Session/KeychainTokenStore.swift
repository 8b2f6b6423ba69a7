#if canImport(Security)
import Foundation
import Security

/// Keeps the tokens in the keychain of this device: not in backups, and readable after the first unlock.
public struct KeychainTokenStore: TokenStore {
    private let service: String
    private let account: String
    private let accessGroup: String?

    /// A store. Give the access group that an app shares with its extensions.
    public init(service: String = "postcardit", account: String = "tokens", accessGroup: String? = nil) {
        (self.service, self.account, self.accessGroup) = (service, account, accessGroup)
    }

    private var query: [String: Any] {
        var query: [String: Any] = [
            kSecClass as String: kSecClassGenericPassword,
            kSecAttrService as String: service,
            kSecAttrAccount as String: account,
            kSecUseDataProtectionKeychain as String: true,
        ]
        if let accessGroup { query[kSecAttrAccessGroup as String] = accessGroup }
        return query
    }

    /// The tokens. A keychain that is locked now throws: nobody is signed out by that.
    public func load() throws(PostCardItError) -> StoredTokens? {
        var query = query
        query[kSecReturnData as String] = true
        query[kSecMatchLimit as String] = kSecMatchLimitOne
        var found: CFTypeRef?
        let status = SecItemCopyMatching(query as CFDictionary, &found)
        if status == errSecItemNotFound { return nil }
        guard status == errSecSuccess, let data = found as? Data else { throw Self.failure(status) }
        guard let tokens = try? WireJSON.decode(StoredTokens.self, from: data) else { throw Self.failure(errSecDecode) }
        return tokens
    }

    /// Keeps the tokens in place of those before.
    public func save(_ tokens: StoredTokens) throws(PostCardItError) {
        guard let data = try? WireJSON.encode(tokens) else { throw Self.failure(errSecParam) }
        let values: [String: Any] = [
            kSecValueData as String: data,
            kSecAttrAccessible as String: kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly,
        ]
        var status = SecItemAdd(query.merging(values) { $1 } as CFDictionary, nil)
        if status == errSecDuplicateItem {
            status = SecItemUpdate(query as CFDictionary, values as CFDictionary)
        }
        guard status == errSecSuccess else { throw Self.failure(status) }
    }

    /// Forgets the tokens.
    public func clear() throws(PostCardItError) {
        let status = SecItemDelete(query as CFDictionary)
        guard status == errSecSuccess || status == errSecItemNotFound else { throw Self.failure(status) }
    }

    private static func failure(_ status: OSStatus) -> PostCardItError {
        let isLocked = status == errSecInteractionNotAllowed
        let sentence = isLocked ? "The keychain is locked until this device is unlocked." : "The keychain does not answer."
        return PostCardItError(.storageFailed, message: "\(sentence) (\(status))")
    }
}
#endif
