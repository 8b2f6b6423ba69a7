import PostCardItAPI

#if canImport(Combine)
import Combine
#endif

/// Who is signed in, for the root of the app: registering, confirming, signing in and out, and why a session ended.
///
/// ```swift
/// @StateObject private var session = SessionModel(client: client)
/// // .task { await session.run() }
/// ```
@MainActor
public final class SessionModel: ObservableObject {
    /// Where the user stands.
    public enum Phase: Sendable, Hashable {
        /// The device has not been asked yet.
        case unknown
        /// Nobody is signed in; with why the last session ended, if it is worth telling.
        case signedOut(SignOutReason?)
        /// A code was sent to this address, and is asked for.
        case confirming(email: String)
        /// A code to set a new password was sent to this address.
        case resetting(email: String)
        /// This user is signed in.
        case signedIn(userID: String?)
    }

    /// Where the user stands.
    @Published public private(set) var phase = Phase.unknown
    /// Whether the server is being asked.
    @Published public private(set) var isWorking = false
    /// Why the last attempt did not come about. Views that show it set it to nil.
    @Published public var failure: PostCardItError?

    private let client: PostCardItClient
    private var password: String?

    /// A model.
    public init(client: PostCardItClient) { self.client = client }

    /// Whether somebody is signed in.
    public var isSignedIn: Bool {
        if case .signedIn = phase { true } else { false }
    }

    /// Asks the device who is signed in, then follows the session until the task is cancelled.
    public func run() async {
        let events = await client.session.events()
        await restore()
        for await event in events { take(event) }
    }

    /// Asks the device who is signed in. A keychain that is locked now is asked again by the next call.
    public func restore() async {
        do throws(PostCardItError) {
            let tokens = try await client.session.tokens()
            (phase, failure) = (tokens.map { .signedIn(userID: $0.userID) } ?? .signedOut(nil), nil)
        } catch {
            failure = error
        }
    }

    /// Signs in: `POST /v1/auth/login`.
    public func signIn(_ name: String, password: String, deviceName: String? = nil) async {
        await work { () async throws(PostCardItError) in
            let user = try await client.signIn(trimmed(name), password: password, deviceName: deviceName)
            return .signedIn(userID: user.userID)
        }
    }

    /// Opens an account, and asks for the code that is mailed: `POST /v1/auth/register`.
    public func register(_ account: RegisterUser) async {
        await work { () async throws(PostCardItError) in
            let sent = try await client.registerUser(account)
            self.password = account.password
            return .confirming(email: sent.email)
        }
    }

    /// Proves an address by its code, and signs in: `POST /v1/auth/confirm`.
    public func confirm(code: String) async {
        guard case .confirming(let email) = phase else { return }
        await work { () async throws(PostCardItError) in
            let body = ConfirmUser(email: email, code: trimmed(code), password: password)
            let confirmed = try await client.confirmUser(body)
            guard let tokens = confirmed.tokens else { return .signedOut(nil) }
            try await client.keep(tokens)
            return .signedIn(userID: tokens.user.userID)
        }
    }

    /// Has another code mailed: `POST /v1/auth/resend-code`.
    public func resendCode() async {
        guard case .confirming(let email) = phase else { return }
        await work { () async throws(PostCardItError) in
            _ = try await client.resendCode(ResendCode(email: email))
            return .confirming(email: email)
        }
    }

    /// Has a code mailed that sets a new password: `POST /v1/auth/forgot-password`.
    public func forgotPassword(email: String) async {
        await work { () async throws(PostCardItError) in
            let sent = try await client.forgotPassword(ForgotPassword(email: trimmed(email)))
            return .resetting(email: sent.email)
        }
    }

    /// Sets a new password by its code: `POST /v1/auth/reset-password`.
    public func resetPassword(code: String, newPassword: String) async {
        guard case .resetting(let email) = phase else { return }
        await work { () async throws(PostCardItError) in
            try await client.resetPassword(ResetPassword(email: email, code: trimmed(code), newPassword: newPassword))
            return .signedOut(nil)
        }
    }

    /// Goes back to signing in.
    public func startOver() {
        guard !isSignedIn else { return }
        (phase, failure, password) = (.signedOut(nil), nil, nil)
    }

    /// Forgets the session at once, and tells the server if it can be reached: `POST /v1/auth/logout`.
    public func signOut() async {
        await work { () async throws(PostCardItError) in
            try await client.signOut()
            return .signedOut(nil)
        }
    }

    private func take(_ event: SessionEvent) {
        switch event {
        case .signedIn(let userID): phase = .signedIn(userID: userID)
        case .signedOut(.switchedUser): break  // the one who signed in is told of next
        case .signedOut(let reason): phase = .signedOut(reason == .signedOut ? nil : reason)
        }
    }

    private func work(_ attempt: () async throws(PostCardItError) -> Phase) async {
        guard !isWorking else { return }
        (isWorking, failure) = (true, nil)
        defer { isWorking = false }
        do throws(PostCardItError) {
            phase = try await attempt()
            if isSignedIn { password = nil }
        } catch {
            if error.kind != .cancelled { failure = error }
        }
    }

    private func trimmed(_ text: String) -> String { text.trimmingWhitespace }
}
