// Generated from PostCardIt 1. Do not edit.

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
        (self.status, self.version, self.contract, self.realtime) = (status, version, contract, realtime)
        (self.identity, self.realtimeURL) = (identity, realtimeURL)
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        status = try wire.read("status")
        version = try wire.read("version")
        contract = try wire.read("contract")
        realtime = try wire.read("realtime")
        identity = try wire.read("identity")
        realtimeURL = try wire.readIfAny("realtimeUrl")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(status, "status")
        try wire.write(version, "version")
        try wire.write(contract, "contract")
        try wire.write(realtime, "realtime")
        try wire.write(identity, "identity")
        try wire.writeIfAny(realtimeURL, "realtimeUrl")
    }
}
