import PostCardItAPI
import PostCardItUI
import SwiftUI

@main
struct MailApp: App {
    private static let client = PostCardItClient(server: URL(string: "http://127.0.0.1:8080")!)
    private let offline = MailApp.client.offline()
    @StateObject private var session = SessionModel(client: MailApp.client)

    var body: some Scene {
        WindowGroup {
            Group {
                if session.isSignedIn {
                    CardsView(client: MailApp.client, offline: offline)
                } else {
                    EntryView(session: session)
                }
            }
            .task { await session.run() }
            .task(id: session.isSignedIn) { if session.isSignedIn { try? await offline.run() } }
        }
    }
}
