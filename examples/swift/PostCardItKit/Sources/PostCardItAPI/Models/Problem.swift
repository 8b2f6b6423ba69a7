// Generated from PostCardIt 1. Do not edit.

import Foundation

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
        self.type = type
        self.title = title
        self.status = status
        self.detail = detail
        self.instance = instance
        self.code = code
        self.message = message
        self.statusCode = statusCode
        self.requestID = requestID
        self.errors = errors
        self.reason = reason
    }

    enum CodingKeys: String, CodingKey {
        case type, title, status, detail, instance, code, message, statusCode, errors, reason
        case requestID = "requestId"
    }
}
