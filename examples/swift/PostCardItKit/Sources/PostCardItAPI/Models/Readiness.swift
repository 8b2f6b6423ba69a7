// Generated from PostCardIt 1. Do not edit.

import Foundation

/// The service can answer; `contract` is the hash of the contract that it speaks.
///
/// `realtime` names the ways to hear of changes, the best first; a WebSocket connects to `realtimeUrl`.
///
/// Travels with `GET /v1/health/ready`.
public struct Readiness: Codable, Hashable, Sendable {
    /// `status` on the wire.
    public let status: String
    /// `version` on the wire.
    public let version: String
    /// `contract` on the wire.
    public let contract: String
    /// `realtime` on the wire.
    public let realtime: [Realtime]
    /// Who issues the tokens.
    public let identity: PostCardItIdentity
    /// `realtimeUrl` on the wire.
    public let realtimeURL: String?

    /// Makes one.
    public init(
        status: String, version: String, contract: String, realtime: [Realtime], identity: PostCardItIdentity,
        realtimeURL: String? = nil
    ) {
        self.status = status
        self.version = version
        self.contract = contract
        self.realtime = realtime
        self.identity = identity
        self.realtimeURL = realtimeURL
    }

    enum CodingKeys: String, CodingKey {
        case status, version, contract, realtime, identity
        case realtimeURL = "realtimeUrl"
    }
}
