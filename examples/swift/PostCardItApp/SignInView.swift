import PostCardItAPI
import PostCardItUI
import SwiftUI

/// Signing in, registering, and the codes that are mailed.
struct SignInView: View {
    @ObservedObject var session: SessionModel
    @State private var name = ""
    @State private var email = ""
    @State private var password = ""
    @State private var code = ""
    @State private var isNew = false

    var body: some View {
        NavigationStack {
            Form {
                switch session.phase {
                case .confirming(let address): confirming(address)
                case .resetting(let address): resetting(address)
                default: asking
                }
            }
            .disabled(session.isWorking)
            .navigationTitle("PostCardIt")
            .alert(for: $session.failure)
        }
    }

    @ViewBuilder
    private var asking: some View {
        if case .signedOut(let reason?) = session.phase, let sentence = reason.explained() {
            Text(sentence).foregroundColor(.secondary)
        }
        Section {
            TextField("Username", text: $name)
                .textContentType(.username)
                .textInputAutocapitalization(.never)
                .autocorrectionDisabled()
            if isNew {
                TextField("E-mail", text: $email)
                    .textContentType(.emailAddress)
                    .keyboardType(.emailAddress)
            }
            SecureField("Password", text: $password)
                .textContentType(isNew ? .newPassword : .password)
        }
        Section {
            Button(isNew ? "Open an account" : "Sign in") { Task { await enter() } }
                .disabled(name.isEmpty || password.isEmpty)
            Toggle("I am new here", isOn: $isNew)
            Button("Forgot password") { Task { await session.forgotPassword(email: email.isEmpty ? name : email) } }
        }
    }

    @ViewBuilder
    private func confirming(_ address: String) -> some View {
        Section {
            Text("A code was sent to this address.")
            Text(verbatim: address)
            TextField("Code", text: $code)
                .textContentType(.oneTimeCode)
                .keyboardType(.numberPad)
            Button("Confirm") { Task { await session.confirm(code: code) } }
            Button("Send another code") { Task { await session.resendCode() } }
            Button("Back", role: .cancel) { session.startOver() }
        }
    }

    @ViewBuilder
    private func resetting(_ address: String) -> some View {
        Section {
            Text(verbatim: address)
            TextField("Code", text: $code).textContentType(.oneTimeCode)
            SecureField("New password", text: $password).textContentType(.newPassword)
            Button("Set password") { Task { await session.resetPassword(code: code, newPassword: password) } }
            Button("Back", role: .cancel) { session.startOver() }
        }
    }

    private func enter() async {
        if isNew {
            await session.register(RegisterUser(username: name, email: email, password: password))
        } else {
            await session.signIn(name, password: password)
        }
    }
}
