// Generated from PostCardIt 1. Do not edit.

import Foundation

/// The stamps of a catalogue that fits one page.
///
/// Travels with `GET /v1/stamps`.
public struct StampPage: Codable, Hashable, Sendable {
    /// `stamps` on the wire.
    public let stamps: [Stamp]
    /// `count` on the wire.
    public let count: Int

    /// Makes one.
    public init(
        stamps: [Stamp], count: Int
    ) {
        self.stamps = stamps
        self.count = count
    }

    enum CodingKeys: String, CodingKey {
        case stamps, count
    }
}
