import Foundation

/// Server-sent events, read from bytes as they come (WHATWG HTML, section 9.2 "Server-sent events"). The bytes may be cut
/// anywhere, inside a character as well.
struct EventParser: Sendable {
    /// One event. `lastEventID` is what to resume with after it: its own id, or that of the last one that had any.
    struct Message: Sendable, Hashable {
        let data: String
        let event: String
        let lastEventID: String
    }

    /// A line or an event without end: a server that sends more than this is broken.
    struct TooLong: Error {}

    static let longest = 1 << 20

    /// What to resume with: the last id that was said, with an event or without.
    private(set) var lastEventID = ""
    /// How long the server wants clients to wait before they come again.
    private(set) var retrySeconds: TimeInterval?

    private var line: [UInt8] = []
    private var isFirstLine = true
    private var hasEndedInReturn = false
    private var id = ""
    private var event = ""
    private var data: [String] = []
    private var dataLength = 0

    /// The events that are complete with these bytes.
    mutating func feed(_ bytes: some Sequence<UInt8>) throws(TooLong) -> [Message] {
        var messages: [Message] = []
        for byte in bytes {
            let endsPair = hasEndedInReturn && byte == 10
            hasEndedInReturn = byte == 13
            if endsPair { continue }
            guard byte == 10 || byte == 13 else {
                guard line.count < Self.longest else { throw TooLong() }
                line.append(byte)
                continue
            }
            if let message = try endLine() { messages.append(message) }
        }
        return messages
    }

    private mutating func endLine() throws(TooLong) -> Message? {
        var bytes = line[...]
        line.removeAll(keepingCapacity: true)
        if isFirstLine {
            isFirstLine = false
            if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        }
        guard !bytes.isEmpty else { return endEvent() }
        let colon = bytes.firstIndex(of: 58)
        let name = String(decoding: bytes[..<(colon ?? bytes.endIndex)], as: UTF8.self)
        var value = colon.map { bytes[($0 + 1)...] } ?? []
        if value.first == 32 { value = value.dropFirst() }
        try take(name, String(decoding: value, as: UTF8.self), value.count)
        return nil
    }

    private mutating func take(_ name: String, _ value: String, _ length: Int) throws(TooLong) {
        switch name {
        case "data":
            dataLength += length + 1
            guard dataLength <= Self.longest else { throw TooLong() }
            data.append(value)
        case "event":
            event = value
        case "id" where !value.contains("\0"):
            id = value
        case "retry" where !value.isEmpty && value.utf8.count <= 9 && value.utf8.allSatisfy { (48...57).contains($0) }:
            retrySeconds = Double(value).map { $0 / 1000 }
        default:
            break  // a comment, or a field of a newer standard
        }
    }

    private mutating func endEvent() -> Message? {
        lastEventID = id
        defer { (data, dataLength, event) = ([], 0, "") }
        guard !data.isEmpty else { return nil }
        return Message(data: data.joined(separator: "\n"), event: event.isEmpty ? "message" : event, lastEventID: id)
    }
}
