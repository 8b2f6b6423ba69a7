import Foundation

/// A request while its operation writes it.
struct RequestDraft {
    let operation: OperationID
    let method: String
    let statuses: [Int]
    var path: String
    var query: [String] = []
    var headers: HTTPHeaders
    var body: Data?
    let isPublic: Bool
    var takesKey = false
    var idempotencyKey: String?
    var idleTimeout: TimeInterval?
    var validation = Validation()

    init(
        _ operation: OperationID, _ method: String, _ path: String = "", accept: String = "application/json",
        isPublic: Bool = false, statuses: [Int]
    ) {
        (self.operation, self.method, self.path) = (operation, method, path)
        (self.isPublic, self.statuses) = (isPublic, statuses)
        headers = ["Accept": accept]
    }

    /// Reads and requests that say the whole new state may be repeated (RFC 9110 section 9.2.2).
    var isRepeatable: Bool { !["POST", "PATCH"].contains(method) }

    /// Adds a parameter to the path. Nothing at all would name another path.
    mutating func path(
        _ name: String, _ value: some ParameterConvertible, style: ParameterStyle = .simple, explode: Bool = false
    ) {
        let text = style.path(name, value.parameterValue, explode: explode)
        validation.check(text, at: "/\(name)", minLength: 1)
        path += text
    }

    /// Adds a parameter to the query; nothing for nil.
    mutating func query(
        _ name: String, _ value: (some ParameterConvertible)?, style: ParameterStyle = .form, explode: Bool = true
    ) {
        if let value { query += style.query(name, value.parameterValue, explode: explode) }
    }

    /// Adds a header field; nothing for nil.
    mutating func header(_ name: String, _ value: (some ParameterConvertible)?, explode: Bool = false) {
        if let value { headers[name] = ParameterStyle.simple.header(value.parameterValue, explode: explode) }
    }

    /// Takes the key that makes repeating it safe.
    mutating func key(_ key: String?) {
        takesKey = true
        idempotencyKey = key
    }

    /// Sends JSON; nothing for nil.
    mutating func send<Value: Encodable>(json value: Value?, as type: String = "application/json") throws(PostCardItError) {
        guard let value else { return }
        do {
            body = try WireJSON.encode(value)
        } catch {
            throw .unwritable(error, operation: operation)
        }
        headers["Content-Type"] = type
    }

    /// Sends JSON that keeps what the contract asks of it; nothing for nil.
    mutating func send<Value: Encodable & Validatable>(
        checked value: Value?, as type: String = "application/json"
    ) throws(PostCardItError) {
        validation.check(value, at: "")
        try send(json: value, as: type)
    }

    /// Sends a text; nothing for nil.
    mutating func send(text: String?, as type: String) {
        guard let text else { return }
        body = Data(text.utf8)
        headers["Content-Type"] = type
    }

    /// Sends bytes; nothing for nil.
    mutating func send(data: Data?, as type: String) {
        guard let data else { return }
        body = data
        headers["Content-Type"] = type.contains("*") ? "application/octet-stream" : type
    }
}
