import PostCardItAPI

/// How far a screen's content is. What was there before stays while it is loaded again, and when that fails.
public enum LoadState<Value: Sendable>: Sendable {
    /// Nobody has asked for it.
    case idle
    /// It is being fetched; with what was there before.
    case loading(previous: Value?)
    /// It is there.
    case loaded(Value)
    /// It could not be fetched; with what was there before.
    case failed(PostCardItError, previous: Value?)

    /// What can be shown now.
    public var value: Value? {
        switch self {
        case .idle: nil
        case .loading(let previous), .failed(_, let previous): previous
        case .loaded(let value): value
        }
    }

    /// Why it is not there, or not fresh.
    public var error: PostCardItError? {
        if case .failed(let error, _) = self { error } else { nil }
    }

    /// Whether it is being fetched.
    public var isLoading: Bool {
        if case .loading = self { true } else { false }
    }
}

extension LoadState: Equatable where Value: Equatable {}
extension LoadState: Hashable where Value: Hashable {}
