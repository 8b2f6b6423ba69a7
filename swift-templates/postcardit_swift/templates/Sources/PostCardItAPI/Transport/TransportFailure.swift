import Foundation

/// Why no whole answer came.
public struct TransportFailure: Error, Sendable, Hashable {
    /// The kinds of failure.
    public enum Reason: Sendable, Hashable {
        /// The task was cancelled.
        case cancelled
        /// The answer took too long.
        case timedOut
        /// There is no network.
        case offline
        /// The server could not be reached, or the connection broke.
        case connection
        /// The server's certificate is not trusted.
        case untrusted
    }

    /// What happened.
    public let reason: Reason
    /// Whether the server may have seen the request.
    public let mayHaveArrived: Bool

    /// A failure.
    public init(_ reason: Reason, mayHaveArrived: Bool = false) {
        (self.reason, self.mayHaveArrived) = (reason, mayHaveArrived)
    }

    /// The failure that Foundation's loading system reports.
    init(_ error: any Error) {
        guard let code = (error as? URLError)?.code else {
            self.init(error is CancellationError ? .cancelled : .connection, mayHaveArrived: true)
            return
        }
        switch code {
        case .cancelled:
            self.init(.cancelled, mayHaveArrived: true)
        case .timedOut:
            self.init(.timedOut, mayHaveArrived: true)
        case .notConnectedToInternet, .dataNotAllowed, .internationalRoamingOff, .callIsActive:
            self.init(.offline)
        case .cannotFindHost, .dnsLookupFailed, .cannotConnectToHost, .unsupportedURL, .badURL:
            self.init(.connection)
        case .secureConnectionFailed, .serverCertificateHasBadDate, .serverCertificateUntrusted,
            .serverCertificateHasUnknownRoot, .serverCertificateNotYetValid, .clientCertificateRejected,
            .clientCertificateRequired:
            self.init(.untrusted)
        default:
            self.init(.connection, mayHaveArrived: true)
        }
    }
}
