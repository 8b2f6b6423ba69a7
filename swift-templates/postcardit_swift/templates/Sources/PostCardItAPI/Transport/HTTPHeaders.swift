/// Header fields in their order; names compare without case.
public struct HTTPHeaders: Sendable, Hashable, ExpressibleByDictionaryLiteral, Redacted {
    private var fields: [Field] = []

    private struct Field: Sendable, Hashable {
        let name: String
        var value: String
    }

    /// No fields.
    public init() {}

    /// These fields.
    public init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { self[name] = value }
    }

    /// These fields, sorted by name.
    public init(_ dictionary: [String: String]) {
        for (name, value) in dictionary.sorted(by: { $0.key < $1.key }) { self[name] = value }
    }

    /// A field's value. Line breaks are taken out of what is set.
    public subscript(name: String) -> String? {
        get { fields.first { $0.name.lowercased() == name.lowercased() }?.value }
        set {
            let index = fields.firstIndex { $0.name.lowercased() == name.lowercased() }
            let value = newValue.map { String($0.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }) }
            switch (index, value) {
            case (let index?, let value?): fields[index].value = value
            case (let index?, nil): fields.remove(at: index)
            case (nil, let value?): fields.append(Field(name: name, value: value))
            case (nil, nil): break
            }
        }
    }

    /// Each field's name and value.
    public var all: [(name: String, value: String)] { fields.map { ($0.name, $0.value) } }

    /// The names alone: values may be secrets.
    public var description: String { "HTTPHeaders(\(fields.map(\.name).joined(separator: ", ")))" }
}
