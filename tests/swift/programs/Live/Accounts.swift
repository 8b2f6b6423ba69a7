import Foundation
import PostCardItAPI

/// What becomes of an account and its sessions.
struct Accounts {
    let stage: Stage

    func run() async throws {
        let carol = try await stage.newcomer("carol")
        try await sessions(carol)
        try await passwords(carol)
        try await address(carol)
        try await devices(carol)
        try await refreshed(carol)
        try await leave(carol)
    }

    private func sessions(_ carol: PostCardItClient) async throws {
        let other = stage.client()
        try await other.signIn("carol", password: "correct horse", deviceName: "tablet")
        let sessions = try await carol.listSessions().sessions
        let tablet = sessions.filter { $0.deviceName == "tablet" }
        try expect(sessions.count == 2 && tablet.count == 1, "\(sessions.count) sessions")
        let events = await other.session.events()
        try await carol.endSession(sessionID: tablet[0].sessionID)
        let ended = try await refusal { try await other.getMe() }
        try expect(ended.kind == .sessionEnded && ended.endReason == .revoked, "\(ended)")
        for await event in events {
            try expect(event == .signedOut(reason: .revoked), "\(event)")
            break
        }
        let wrong = try await refusal { try await other.signIn("carol", password: "wrong") }
        try expect(wrong.code == .wrongCredentials, "\(wrong)")
    }

    private func passwords(_ carol: PostCardItClient) async throws {
        try await carol.changePassword(ChangePassword(password: "correct horse", newPassword: "battery staple"))
        let common = try await refusal {
            try await carol.changePassword(ChangePassword(password: "battery staple", newPassword: "password"))
        }
        try expect(common.code == .passwordTooCommon, "\(common)")
        try await carol.forgotPassword(ForgotPassword(email: "carol@example.com"))
        let code = try await stage.code(for: "carol")
        try await carol.resetPassword(ResetPassword(email: "carol@example.com", code: code, newPassword: "correct horse"))
        let ended = try await refusal { try await carol.getMe() }
        try expect(ended.kind == .sessionEnded && ended.endReason == .passwordChanged, "\(ended)")
        try await carol.signIn("carol@example.com", password: "correct horse")
    }

    private func address(_ carol: PostCardItClient) async throws {
        try await carol.changeEmail(ChangeEmail(password: "correct horse", newEmail: "carol@example.org"))
        let code = try await stage.code(for: "carol@example.org")
        let me = try await carol.confirmEmail(ConfirmEmail(code: code))
        try expect(me.email == "carol@example.org", "the new address")
        let fresh = stage.client()
        try await fresh.registerUser(RegisterUser(username: "dave", email: "dave@example.com", password: "correct horse"))
        try await fresh.resendCode(ResendCode(email: "dave@example.com"))
    }

    private func devices(_ carol: PostCardItClient) async throws {
        try await carol.registerDevice(Device(pushToken: "c0ffee", platform: .ios))
        try await carol.removeDevice(RemoveDevice(pushToken: "c0ffee"))
        try expect(try await !carol.exportMe().url.isEmpty, "an export")
        try expect(try await carol.getLiveness().status == "ok", "alive")
        try expect(try await !carol.getJWKS().keys.isEmpty, "keys")
        try expect(try await carol.getOpenapi()["openapi"]?.string == "3.1.0", "the contract")
    }

    /// A hundred calls on a token that the server does not take: one trade, no call lost.
    private func refreshed(_ carol: PostCardItClient) async throws {
        guard var tokens = try await carol.session.tokens() else { throw Unexpected(description: "no tokens") }
        let before = tokens.refreshToken
        tokens.accessToken = "stale"
        let client = stage.client(tokens)
        try await withThrowingTaskGroup(of: User.self) { group in
            for _ in 0..<100 { group.addTask { try await client.getMe() } }
            for try await user in group { try expect(user.username == "carol", user.username) }
        }
        let after = try await client.session.tokens()
        try expect(after?.refreshToken != before, "a new pair")
        guard let after else { throw Unexpected(description: "no tokens") }
        try await carol.session.signIn(after)
    }

    private func leave(_ carol: PostCardItClient) async throws {
        try await carol.signOut()
        let out = try await refusal { try await carol.getMe() }
        try expect(out.kind == .signInRequired, "\(out)")
        try await carol.signIn("carol", password: "correct horse")
        try await carol.deleteMe(DeleteMe(password: "correct horse"))
        let gone = try await refusal { try await carol.getMe() }
        try expect(gone.kind == .sessionEnded, "\(gone)")
    }
}
