// Generated from PostCardIt 1. Do not edit.

/// An error: RFC 9457 problem details, with the keys that the shipped app reads (message, code, statusCode).
///
/// No operation carries it.
public struct Problem: Codable, Hashable, Sendable {
    /// A URI that names the kind of problem.
    public let type: String
    /// `title` on the wire.
    public let title: String
    /// `status` on the wire.
    public let status: Int
    /// `detail` on the wire.
    public let detail: String
    /// `instance` on the wire.
    public let instance: String
    /// A problem's stable name. Clients branch on it, never on a sentence. A newer server's code keeps its value.
    public let code: ProblemCode
    /// The same text as `detail`.
    public let message: String
    /// The same number as `status`.
    public let statusCode: Int
    /// `requestId` on the wire.
    public let requestID: String
    /// With 422: what is wrong, field by field.
    public let errors: [FieldProblem]?
    /// With session_ended: why it ended, where that is known.
    public let reason: EndReason?

    /// Makes one.
    public init(
        type: String, title: String, status: Int, detail: String, instance: String, code: ProblemCode, message: String,
        statusCode: Int, requestID: String, errors: [FieldProblem]? = nil, reason: EndReason? = nil
    ) {
        (self.type, self.title, self.status, self.detail, self.instance) = (type, title, status, detail, instance)
        (self.code, self.message, self.statusCode, self.requestID) = (code, message, statusCode, requestID)
        (self.errors, self.reason) = (errors, reason)
    }

    /// Reads it.
    public init(from decoder: any Decoder) throws {
        let wire = try WireReader(decoder)
        type = try wire.read("type")
        title = try wire.read("title")
        status = try wire.read("status")
        detail = try wire.read("detail")
        instance = try wire.read("instance")
        code = try wire.read("code")
        message = try wire.read("message")
        statusCode = try wire.read("statusCode")
        requestID = try wire.read("requestId")
        errors = try wire.readIfAny("errors")
        reason = try wire.readIfAny("reason")
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var wire = WireWriter(encoder)
        try wire.write(type, "type")
        try wire.write(title, "title")
        try wire.write(status, "status")
        try wire.write(detail, "detail")
        try wire.write(instance, "instance")
        try wire.write(code, "code")
        try wire.write(message, "message")
        try wire.write(statusCode, "statusCode")
        try wire.write(requestID, "requestId")
        try wire.writeIfAny(errors, "errors")
        try wire.writeIfAny(reason, "reason")
    }
}
