import Foundation

extension PostCardItError: LocalizedError {
    /// A sentence for people.
    public var errorDescription: String? {
        if let message { return message }
        switch kind {
        case .refused: return "The server refused this."
        case .invalidRequest: return "Some of this is not valid."
        case .signInRequired: return "You are not signed in."
        case .sessionEnded: return "Your session has ended."
        case .offline: return "There is no network."
        case .connectionFailed: return "The server cannot be reached."
        case .timedOut: return "The server did not answer in time."
        case .cancelled: return "This was cancelled."
        case .unreadableAnswer: return "The server's answer could not be read."
        case .notModified: return "Nothing has changed."
        case .storageFailed: return "What is kept on this device could not be read or written."
        }
    }
}
