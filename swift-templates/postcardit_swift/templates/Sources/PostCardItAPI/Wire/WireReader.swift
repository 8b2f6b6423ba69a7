/// The members of an object while a model reads them.
///
/// All models share this one kind of key: an enum of keys for each would be a third of what the compiler makes of a model.
struct WireReader {
    private let members: KeyedDecodingContainer<AnyKey>

    init(_ decoder: any Decoder) throws {
        members = try decoder.container(keyedBy: AnyKey.self)
    }

    /// What must be there.
    func read<Value: Decodable>(_ key: String) throws -> Value {
        try members.decode(Value.self, forKey: AnyKey(stringValue: key))
    }

    /// What may be missing or null.
    func readIfAny<Value: Decodable>(_ key: String) throws -> Value? {
        try members.decodeIfPresent(Value.self, forKey: AnyKey(stringValue: key))
    }

    /// What keeps missing and null apart.
    func readPatch<Value: Decodable>(_ key: String) throws -> Patch<Value> {
        try members.decode(Patch<Value>.self, forKey: AnyKey(stringValue: key))
    }

    /// What stands under other keys than these.
    func readOthers<Value: Decodable>(than known: Set<String>) throws -> [String: Value] {
        try members.allKeys.filter { !known.contains($0.stringValue) }.reduce(into: [:]) {
            $0[$1.stringValue] = try members.decode(Value.self, forKey: $1)
        }
    }
}
