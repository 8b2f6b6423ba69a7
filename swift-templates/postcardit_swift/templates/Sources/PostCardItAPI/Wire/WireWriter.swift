/// The members of an object while a model writes them.
struct WireWriter {
    private var members: KeyedEncodingContainer<AnyKey>

    init(_ encoder: any Encoder) {
        members = encoder.container(keyedBy: AnyKey.self)
    }

    /// What must be there, be it as null.
    mutating func write(_ value: some Encodable, _ key: String) throws {
        try members.encode(value, forKey: AnyKey(stringValue: key))
    }

    /// What is left out where there is none.
    mutating func writeIfAny(_ value: (some Encodable)?, _ key: String) throws {
        try members.encodeIfPresent(value, forKey: AnyKey(stringValue: key))
    }

    /// What is left out where it keeps what was.
    mutating func writePatch(_ patch: Patch<some Encodable>, _ key: String) throws {
        try members.encode(patch, forKey: AnyKey(stringValue: key))
    }

    /// What stands under keys of its own.
    mutating func writeOthers(_ values: [String: some Encodable]) throws {
        for (key, value) in values { try write(value, key) }
    }
}
