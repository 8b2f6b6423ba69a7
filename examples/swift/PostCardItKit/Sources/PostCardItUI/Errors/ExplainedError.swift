import Foundation
import PostCardItAPI

/// An error in words for people: what happened, and what to do about it, in a language of theirs.
///
/// ```swift
/// .alert(isPresented: $isFailed, error: model.failure?.explained()) { _ in } message: { Text($0.recoverySuggestion ?? "") }
/// ```
public struct ExplainedError: LocalizedError, Sendable, Hashable, Identifiable {
    /// The error itself.
    public let error: PostCardItError
    /// What happened.
    public let errorDescription: String?
    /// What support wants to know where the server is at fault; nil elsewhere.
    public let failureReason: String?
    /// What to do about it.
    public let recoverySuggestion: String?
    /// What tells one from another.
    public var id: String { "\(error)" }

    /// An error in one of these languages: the first that this package speaks, else English.
    public init(_ error: PostCardItError, languages: [String] = Locale.preferredLanguages) {
        let strings = ErrorStrings(wanted: languages)
        let telling = Self.keys(of: error).first { strings[$0] != nil }
        let kind = "kind.\(error.kind.rawValue)"
        self.error = error
        errorDescription = telling.flatMap { strings[$0] } ?? error.message ?? strings[kind]
        recoverySuggestion = strings["\(telling ?? kind).recovery"]
        failureReason = (error.status ?? 0) >= 500 ? error.requestID : nil
    }

    /// What tells more than the kind alone.
    private static func keys(of error: PostCardItError) -> [String] {
        [error.endReason.map { "end.\($0.rawValue)" }, error.code.map { "code.\($0.rawValue)" }].compactMap { $0 }
    }
}

extension PostCardItError {
    /// The error in words for people.
    public func explained(in languages: [String] = Locale.preferredLanguages) -> ExplainedError {
        ExplainedError(self, languages: languages)
    }
}

extension InvalidField {
    /// What is wrong with the field, in words for people; the server's own sentence where this package has none.
    public func explained(in languages: [String] = Locale.preferredLanguages) -> String {
        let strings = ErrorStrings(wanted: languages)
        return strings["field.\(code)"] ?? message
    }
}

extension SignOutReason {
    /// Why the session ended, in words for people.
    public func explained(in languages: [String] = Locale.preferredLanguages) -> String? {
        ErrorStrings(wanted: languages)["end.\(rawValue)"]
    }
}
