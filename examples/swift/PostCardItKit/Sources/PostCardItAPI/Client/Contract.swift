// Generated from PostCardIt 1. Do not edit.

import Foundation

/// The contract that this package was made from.
public enum Contract {
    /// Its title.
    public static let title = "PostCardIt"
    /// Its version.
    public static let version = "1"
    /// Sixteen hexadecimal digits: a server that says the same speaks the same contract.
    public static let hash = "f8acdbb594c5ca65"
    /// The path before all paths.
    public static let basePath = "/v1"
    static let authorization = Authorization.bearer
}
