// Generated from PostCardIt 1. Do not edit.

import Foundation

/// One of several kinds of `ChangeData`.
///
/// Travels with `GET /v1/events`, `GET /v1/sync`.
public indirect enum ChangeData: Codable, Hashable, Sendable {
    /// A ``Postcard``.
    case postcard(Postcard)
    /// A ``Friendship``.
    case friendship(Friendship)
    /// A ``User``.
    case user(User)
    /// What this version does not know, as it came.
    case unknown(JSONValue)

    /// Reads whichever it is.
    public init(from decoder: any Decoder) throws {
        if let value = try? decoder.singleValueContainer().decode(Postcard.self) {
            self = .postcard(value)
            return
        }
        if let value = try? decoder.singleValueContainer().decode(Friendship.self) {
            self = .friendship(value)
            return
        }
        if let value = try? decoder.singleValueContainer().decode(User.self) {
            self = .user(value)
            return
        }
        self = .unknown(try JSONValue(from: decoder))
    }

    /// Writes it as it is.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .postcard(let value): try container.encode(value)
        case .friendship(let value): try container.encode(value)
        case .user(let value): try container.encode(value)
        case .unknown(let value): try container.encode(value)
        }
    }
}
