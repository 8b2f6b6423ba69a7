/// How OpenAPI writes a parameter: the styles of section 4.8.12.
public enum ParameterStyle: String, Sendable {
    /// `a,b` in a path or a header.
    case simple
    /// `.a.b` in a path.
    case label
    /// `;key=a;key=b` in a path.
    case matrix
    /// `key=a&key=b`, or `key=a,b`.
    case form
    /// `key=a%20b`.
    case spaceDelimited
    /// `key=a|b`.
    case pipeDelimited
    /// `key[part]=a`.
    case deepObject

    /// The pairs of a query.
    func query(_ name: String, _ value: ParameterValue, explode: Bool) -> [String] {
        let key = PercentEncoding.encoded(name)
        let encoded = PercentEncoding.encoded
        switch (value, self) {
        case (.one(let text), _):
            return ["\(key)=\(encoded(text))"]
        case (.many(let texts), _) where explode && self == .form:
            return texts.map { "\(key)=\(encoded($0))" }
        case (.many(let texts), _):
            let comma = self == .spaceDelimited ? "%20" : self == .pipeDelimited ? "%7C" : ","
            return texts.isEmpty ? [] : ["\(key)=\(texts.map(encoded).joined(separator: comma))"]
        case (.keyed(let members), .deepObject):
            return members.map { "\(key)%5B\(encoded($0.key))%5D=\(encoded($0.text))" }
        case (.keyed(let members), _) where explode:
            return members.map { "\(encoded($0.key))=\(encoded($0.text))" }
        case (.keyed(let members), _):
            let parts = members.map { "\(encoded($0.key)),\(encoded($0.text))" }
            return parts.isEmpty ? [] : ["\(key)=\(parts.joined(separator: ","))"]
        }
    }

    /// The text in a path.
    func path(_ name: String, _ value: ParameterValue, explode: Bool) -> String {
        switch self {
        case .label:
            return "." + joined(value, by: explode ? "." : ",", pair: explode ? "=" : ",", PercentEncoding.segment)
        case .matrix:
            let key = ";" + PercentEncoding.encoded(name)
            if explode, case .many(let texts) = value {
                return texts.map { "\(key)=\(PercentEncoding.segment($0))" }.joined()
            }
            if explode, case .keyed = value {
                return ";" + joined(value, by: ";", pair: "=", PercentEncoding.segment)
            }
            return "\(key)=" + joined(value, by: ",", pair: ",", PercentEncoding.segment)
        default:
            return joined(value, by: ",", pair: explode ? "=" : ",", PercentEncoding.segment)
        }
    }

    /// The value of a header.
    func header(_ value: ParameterValue, explode: Bool) -> String {
        joined(value, by: ",", pair: explode ? "=" : ",") { $0 }
    }

    private func joined(
        _ value: ParameterValue, by comma: String, pair: String, _ encoded: (String) -> String
    ) -> String {
        switch value {
        case .one(let text): encoded(text)
        case .many(let texts): texts.map(encoded).joined(separator: comma)
        case .keyed(let members):
            members.map { encoded($0.key) + pair + encoded($0.text) }.joined(separator: comma)
        }
    }
}
