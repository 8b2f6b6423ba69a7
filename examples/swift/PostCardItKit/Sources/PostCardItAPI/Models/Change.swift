// Generated from PostCardIt 1. Do not edit.

import Foundation

/// One entry of a user's feed. Its number is one more than that of the change before.
///
/// A change tells that a resource is other than it was, not how it was: `data` is the resource as its GET gives it now,
/// and null when it is gone (a deletion stands later in the feed). Counters of a profile change without a change.
///
/// Travels with `GET /v1/events`, `GET /v1/sync`.
public struct Change: Codable, Hashable, Sendable, Identifiable {
    /// Its number in the feed, gapless from 1. In a snapshot: the number it is as of.
    public let seq: Int
    /// What became of a resource. `postcard.received` is said once to a card's recipient; all the rest is a change.
    public let type: ChangeType
    /// The id of the friendship, postcard or user.
    public let id: String
    /// `occurredAt` on the wire.
    public let occurredAt: Date
    /// `data` on the wire.
    public let data: ChangeData?

    /// Makes one.
    public init(seq: Int, type: ChangeType, id: String, occurredAt: Date, data: ChangeData? = nil) {
        (self.seq, self.type, self.id, self.occurredAt, self.data) = (seq, type, id, occurredAt, data)
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        seq = try wire.read("seq")
        type = try wire.read("type")
        id = try wire.read("id")
        occurredAt = try wire.read("occurredAt")
        data = try wire.readIfAny("data")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(seq, "seq")
        try wire.write(type, "type")
        try wire.write(id, "id")
        try wire.write(occurredAt, "occurredAt")
        try wire.writeIfAny(data, "data")
    }
}
