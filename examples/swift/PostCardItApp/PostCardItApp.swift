import PostCardItAPI
import PostCardItUI
import SwiftUI

/// The app: signed out, it asks who you are; signed in, it shows the box, the map, friends and the profile.
@main
struct PostCardItApp: App {
    @StateObject private var services = Services()
    @StateObject private var session = SessionModel(client: Services.client)
    @Environment(\.scenePhase) private var scenePhase

    var body: some Scene {
        WindowGroup {
            RootView(services: services, session: session)
                .task { await session.run() }
                .task { await services.run() }
                .onChange(of: scenePhase) { phase in services.scene(isInFront: phase != .background) }
                .onChange(of: session.phase) { phase in services.user(has: phase) }
        }
        .backgroundTask(.appRefresh(Background.refresh)) { await services.wake() }
        .backgroundTask(.urlSession(Background.photos)) { await services.photosWereCarried() }
    }
}

/// What is shown to whom.
struct RootView: View {
    @ObservedObject var services: Services
    @ObservedObject var session: SessionModel

    var body: some View {
        switch session.phase {
        case .unknown: opening
        case .signedIn: MainView(services: services, session: session)
        default: SignInView(session: session)
        }
    }

    /// The device does not say who is signed in: a keychain that is locked will, one that is damaged never.
    @ViewBuilder
    private var opening: some View {
        if let error = session.failure {
            FailureView(error: error) { await session.restore() }
            Button("Sign in anew") { session.startOver() }
        } else {
            ProgressView("Opening")
        }
    }
}

/// The tabs of somebody who is signed in.
struct MainView: View {
    @ObservedObject var services: Services
    @ObservedObject var session: SessionModel

    var body: some View {
        TabView {
            BoxView(box: services.received, services: services)
                .tabItem { Label("Received", systemImage: "tray") }
            BoxView(box: services.sent, services: services)
                .tabItem { Label("Sent", systemImage: "paperplane") }
            MapView(box: services.received)
                .tabItem { Label("Map", systemImage: "map") }
            FriendsView(friends: services.friends)
                .tabItem { Label("Friends", systemImage: "person.2") }
                .badge(services.friends.state.value?.incoming.count ?? 0)
            ProfileView(profile: services.profile, session: session)
                .tabItem { Label("Profile", systemImage: "person.crop.circle") }
        }
    }
}
