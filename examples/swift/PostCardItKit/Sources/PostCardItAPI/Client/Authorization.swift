import Foundation

/// How a token travels.
enum Authorization: Sendable {
    /// `Authorization: Bearer TOKEN`.
    case bearer
    /// `Authorization: Basic TOKEN`, where the token is `name:password`.
    case basic
    /// In a header of its own.
    case header(String)
    /// In the query.
    case query(String)

    func authorize(_ token: String, _ headers: inout HTTPHeaders, _ query: inout String) {
        switch self {
        case .bearer: headers["Authorization"] = "Bearer \(token)"
        case .basic: headers["Authorization"] = "Basic \(Data(token.utf8).base64EncodedString())"
        case .header(let name): headers[name] = token
        case .query(let name):
            let pair = "\(PercentEncoding.encoded(name))=\(PercentEncoding.encoded(token))"
            query = query.isEmpty ? pair : "\(query)&\(pair)"
        }
    }
}
