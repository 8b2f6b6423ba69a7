import PhotosUI
import PostCardItAPI
import PostCardItUI
import SwiftUI

/// One's own profile.
struct ProfileView: View {
    @ObservedObject var profile: ProfileModel
    @ObservedObject var session: SessionModel
    @State private var picked: PhotosPickerItem?

    var body: some View {
        NavigationStack {
            Form {
                StateRow(state: profile.state, isEmpty: profile.state.value == nil, nothing: "") { await profile.load() }
                Section {
                    RemoteImage(address: profile.state.value?.profilePictureURL, label: "Your picture")
                        .frame(width: 96, height: 96)
                    if let fraction = profile.pictureProgress {
                        ProgressView(value: fraction).accessibilityLabel("Sending your picture")
                    }
                    PhotosPicker(selection: $picked, matching: .images) { Label("New picture", systemImage: "camera") }
                }
                Section("About you") {
                    TextField("Username", text: $profile.draft.username)
                    TextField("Full name", text: $profile.draft.fullName)
                    TextField("A few words", text: $profile.draft.bio)
                    Toggle("Found by e-mail address", isOn: $profile.draft.isFindableByEmail)
                }
                if let stats = profile.stats {
                    Section("So far") {
                        Label("\(stats.sent) sent, \(stats.received) received", systemImage: "envelope")
                        Label("\(stats.countries) countries", systemImage: "globe")
                    }
                }
                Section { Button("Sign out", role: .destructive) { Task { await session.signOut() } } }
            }
            .task { await profile.load() }
            .task(id: picked) { await take(picked) }
            .refreshable { await profile.load() }
            .navigationTitle("Profile")
            .toolbar {
                ToolbarItem(placement: .confirmationAction) {
                    Button("Save") { Task { await profile.save() } }.disabled(!profile.hasChanges)
                }
            }
            .alert(for: $profile.failure)
        }
    }

    private func take(_ item: PhotosPickerItem?) async {
        guard let item, let data = try? await item.loadTransferable(type: Data.self) else { return }
        await profile.setPicture(data)
    }
}
