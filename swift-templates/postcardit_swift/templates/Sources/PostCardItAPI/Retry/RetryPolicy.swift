import Foundation

/// How often and how late a failed request is sent again.
///
/// Only what is safe to repeat is repeated: reads, requests that say the whole new state (PUT, DELETE), and others with
/// their idempotency key. What never left is repeated in any case.
public struct RetryPolicy: Sendable, Hashable {
    /// How many attempts there are, with the first one.
    public var attempts: Int
    /// The upper bound of the first pause, which doubles with each.
    public var firstPause: TimeInterval
    /// The highest upper bound.
    public var longestPause: TimeInterval
    /// The longest Retry-After that is waited for. A longer one ends the attempts.
    public var longestRetryAfter: TimeInterval
    /// No attempt begins later than this after the first one.
    public var patience: TimeInterval

    /// Three attempts within 90 seconds, with pauses of full jitter from 0.5 to 8 seconds.
    public static let standard = RetryPolicy()
    /// One attempt.
    public static let never = RetryPolicy(attempts: 1)

    /// A policy.
    public init(
        attempts: Int = 3, firstPause: TimeInterval = 0.5, longestPause: TimeInterval = 8,
        longestRetryAfter: TimeInterval = 60, patience: TimeInterval = 90
    ) {
        (self.attempts, self.firstPause, self.longestPause) = (attempts, firstPause, longestPause)
        (self.longestRetryAfter, self.patience) = (longestRetryAfter, patience)
    }

    /// The upper bound of the pause after an attempt, the first being 1.
    public func bound(after attempt: Int) -> TimeInterval {
        min(longestPause, firstPause * pow(2, Double(min(max(attempt - 1, 0), 30))))
    }

    /// How long to wait after an attempt that failed so; nil when it was the last one.
    ///
    /// - Parameters:
    ///   - error: Why it failed.
    ///   - attempt: Which attempt it was, from 1.
    ///   - elapsed: How long ago the first attempt began.
    ///   - isRepeatable: Whether sending it twice has the effect of once.
    ///   - random: Where the jitter comes from.
    public func pause(
        after error: PostCardItError, attempt: Int, elapsed: TimeInterval, isRepeatable: Bool, random: any RandomSource
    ) -> TimeInterval? {
        guard attempt < attempts, error.mayHelpAgain(isRepeatable: isRepeatable) else { return nil }
        if let told = error.retryAfter, told > longestRetryAfter { return nil }
        let pause = error.retryAfter ?? bound(after: attempt) * random.unit()
        return elapsed + pause < patience ? pause : nil
    }
}

extension PostCardItError {
    /// Whether another attempt is safe and may help.
    func mayHelpAgain(isRepeatable: Bool) -> Bool {
        switch kind {
        case .offline, .connectionFailed, .timedOut:
            return isRepeatable || !mayHaveArrived
        case .refused:
            guard isRepeatable, let status else { return false }
            return [408, 425, 429].contains(status) || (status >= 500 && status != 501)
                || code?.rawValue == "idempotency_in_progress"
        default:
            return false
        }
    }
}
