// Generated from PostCardIt 1. Do not edit.

import Foundation

/// How many of the confirmed postcards took a step by it: none takes a step twice, none goes backwards.
///
/// Travels with `POST /v1/postcards/receipts`.
public struct Receipts: Codable, Hashable, Sendable {
    /// `delivered` on the wire.
    public let delivered: Int
    /// `read` on the wire.
    public let read: Int

    /// Makes one.
    public init(
        delivered: Int, read: Int
    ) {
        self.delivered = delivered
        self.read = read
    }

    enum CodingKeys: String, CodingKey {
        case delivered, read
    }
}
