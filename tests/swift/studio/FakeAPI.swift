// What of the API the preparers need: as much of its error as they say. (The real one is type-checked elsewhere.)

public struct ProblemCode: Sendable, Equatable {
    let rawValue: String
    init(rawValue: String) { self.rawValue = rawValue }
}

public struct PostCardItError: Error {
    enum Kind { case invalidRequest, cancelled }
    let kind: Kind
    let code: ProblemCode?
    init(_ kind: Kind, code: ProblemCode? = nil, message: String? = nil) { (self.kind, self.code) = (kind, code) }
}
