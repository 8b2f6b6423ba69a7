import PhotosUI
import PostCardItAPI
import PostCardItUI
import SwiftUI

/// Writing a card.
struct ComposeView: View {
    @StateObject private var compose: ComposeModel
    @ObservedObject var friends: FriendsModel
    @State private var picked: PhotosPickerItem?
    @State private var recipientID = ""
    @Environment(\.dismiss) private var dismiss

    init(compose: @autoclosure @escaping () -> ComposeModel, friends: FriendsModel) {
        _compose = StateObject(wrappedValue: compose())
        self.friends = friends
    }

    var body: some View {
        NavigationStack {
            Form {
                Section("To") {
                    Picker("Friend", selection: $recipientID) {
                        Text("Nobody yet").tag("")
                        ForEach(friends.state.value?.friends ?? []) { friend in
                            Text(verbatim: friend.user.fullName ?? friend.user.username).tag(friend.user.userID)
                        }
                    }
                }
                Section("Message") {
                    TextEditor(text: $compose.card.message).accessibilityLabel("Message")
                    ForEach(compose.problems, id: \.pointer) { field in
                        Text(field.explained()).font(.footnote).foregroundColor(.red)
                    }
                }
                Section("Photo") {
                    PhotosPicker(selection: $picked, matching: .images) { Label("Choose", systemImage: "photo") }
                    if compose.photo != nil { Button("Without photo", role: .destructive) { compose.removePhoto() } }
                }
                progress
            }
            .disabled(compose.isBusy)
            .navigationTitle("Write")
            .toolbar {
                ToolbarItem(placement: .confirmationAction) {
                    Button("Send") { Task { await compose.send() } }.disabled(!compose.canSend)
                }
            }
            .task { await friends.load() }
            .task(id: picked) { await take(picked) }
            .onChange(of: recipientID) { id in compose.card.recipientID = id.isEmpty ? nil : id }
            .onChange(of: compose.phase) { phase in
                switch phase {
                case .sent, .queued: dismiss()
                default: break
                }
            }
        }
    }

    @ViewBuilder
    private var progress: some View {
        switch compose.phase {
        case .preparingPhoto: ProgressView("Preparing the photo")
        case .sending: ProgressView("Sending")
        case .uploading(let fraction): ProgressView(value: fraction).accessibilityLabel("Sending the photo")
        case .failed(let error): FailureView(error: error) { await compose.send() }
        default: EmptyView()
        }
    }

    private func take(_ item: PhotosPickerItem?) async {
        guard let item, let data = try? await item.loadTransferable(type: Data.self) else { return }
        await compose.choose(photo: data)
    }
}
