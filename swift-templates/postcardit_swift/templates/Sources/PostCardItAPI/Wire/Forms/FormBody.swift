import Foundation

/// A body that is sent as a form.
public protocol FormEncodable {
    /// Adds each field to the form.
    func write(to form: inout FormBody) throws
}

/// The fields of a form, before they are written as one of its two media types.
public struct FormBody: Sendable {
    private enum Content: Sendable {
        case text(String)
        case file(FilePart)
    }

    private var fields: [(name: String, content: Content)] = []

    /// Adds a field; nothing for nil. A list becomes several fields of the same name.
    public mutating func add(_ name: String, _ value: (some ParameterConvertible)?) {
        switch value?.parameterValue {
        case .one(let text): fields.append((name, .text(text)))
        case .many(let texts): fields += texts.map { (name, .text($0)) }
        case .keyed(let members): fields += members.map { ("\(name)[\($0.key)]", .text($0.text)) }
        case nil: break
        }
    }

    /// Adds a file; nothing for nil.
    public mutating func add(_ name: String, _ file: FilePart?) {
        if let file { fields.append((name, .file(file))) }
    }

    /// Adds files of one name.
    public mutating func add(_ name: String, _ files: [FilePart]?) {
        for file in files ?? [] { add(name, file) }
    }

    /// Adds a field that is JSON; nothing for nil.
    public mutating func add<Value: Encodable>(json name: String, _ value: Value?) throws {
        guard let value else { return }
        let file = FilePart(data: try WireJSON.encode(value), filename: "", contentType: "application/json")
        fields.append((name, .file(file)))
    }

    /// As `application/x-www-form-urlencoded`. Files have no place in it.
    func urlEncoded() -> Data {
        let pairs = fields.compactMap { field -> String? in
            guard case .text(let text) = field.content else { return nil }
            return "\(PercentEncoding.encoded(field.name))=\(PercentEncoding.encoded(text))"
        }
        return Data(pairs.joined(separator: "&").utf8)
    }

    /// As `multipart/form-data` (RFC 7578).
    func multipart(boundary: String) -> Data {
        var body = Data()
        for field in fields {
            body.append(Data("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(Self.quoted(field.name))\"".utf8))
            switch field.content {
            case .text(let text):
                body.append(Data("\r\n\r\n\(text)\r\n".utf8))
            case .file(let file):
                let name = file.filename.isEmpty ? "" : "; filename=\"\(Self.quoted(file.filename))\""
                let type = file.contentType.filter { !$0.isNewline }
                body.append(Data("\(name)\r\nContent-Type: \(type)\r\n\r\n".utf8))
                body.append(file.data)
                body.append(Data("\r\n".utf8))
            }
        }
        body.append(Data("--\(boundary)--\r\n".utf8))
        return body
    }

    private static func quoted(_ name: String) -> String {
        name.replacingOccurrences(of: "\"", with: "%22").replacingOccurrences(of: "\r", with: "%0D")
            .replacingOccurrences(of: "\n", with: "%0A")
    }
}
