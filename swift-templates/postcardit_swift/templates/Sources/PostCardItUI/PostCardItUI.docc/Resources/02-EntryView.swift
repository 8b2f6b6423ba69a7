import PostCardItAPI
import PostCardItUI
import SwiftUI

struct EntryView: View {
    @ObservedObject var session: SessionModel
    @State private var name = ""
    @State private var password = ""

    var body: some View {
        Form {
            TextField("Username", text: $name)
            SecureField("Password", text: $password)
            Button("Sign in") { Task { await session.signIn(name, password: password) } }
                .disabled(session.isWorking)
            if let explained = session.failure?.explained() {
                Text(explained.errorDescription ?? "")
                Text(explained.recoverySuggestion ?? "").font(.footnote)
            }
        }
    }
}
