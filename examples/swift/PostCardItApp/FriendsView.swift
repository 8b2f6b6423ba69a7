import PostCardItAPI
import PostCardItUI
import SwiftUI

/// Friends, requests, and the search for people.
struct FriendsView: View {
    @ObservedObject var friends: FriendsModel
    @State private var text = ""

    var body: some View {
        NavigationStack {
            List {
                StateRow(state: friends.state, isEmpty: isEmpty, nothing: "Search for somebody to write to.") {
                    await friends.load()
                }
                if !text.isEmpty { found }
                if let content = friends.state.value {
                    requests(content)
                    Section("Friends") {
                        ForEach(content.friends) { friend in
                            PersonRow(name: friend.user.fullName ?? friend.user.username, picture: friend.user.profilePictureURL)
                                .swipeActions {
                                    Button("Remove", role: .destructive) {
                                        Task { await friends.remove(friendshipID: friend.friendshipID) }
                                    }
                                    Button("Block", role: nil) { Task { await friends.block(userID: friend.user.userID) } }
                                }
                        }
                    }
                }
            }
            .searchable(text: $text)
            .task(id: text) { await search() }
            .task { await friends.load() }
            .refreshable { await friends.load() }
            .navigationTitle("Friends")
            .alert(for: $friends.failure)
        }
    }

    private var isEmpty: Bool {
        guard let content = friends.state.value else { return true }
        return content.friends.isEmpty && content.incoming.isEmpty && content.outgoing.isEmpty
    }

    /// Who types on is not answered letter by letter: the server counts what it is asked.
    private func search() async {
        do {
            try await Task.sleep(nanoseconds: 300_000_000)
            await friends.search(text)
        } catch {
            return  // another letter came
        }
    }

    private var found: some View {
        Section("People") {
            StateRow(state: friends.found, isEmpty: friends.found.value?.isEmpty ?? true, nothing: "Nobody has this name.") {
                await friends.search(text)
            }
            ForEach(friends.found.value ?? []) { user in
                HStack {
                    PersonRow(name: user.fullName ?? user.username, picture: user.profilePictureURL)
                    Spacer()
                    Button("Ask") { Task { await friends.request(userID: user.userID) } }
                }
            }
        }
    }

    private func requests(_ content: FriendsModel.Content) -> some View {
        Section("Requests") {
            ForEach(content.incoming) { request in
                HStack {
                    PersonRow(name: request.requester.username, picture: request.requester.profilePictureURL)
                    Spacer()
                    Button("Accept") { Task { await friends.accept(request) } }
                    Button("Decline", role: .destructive) { Task { await friends.decline(request) } }
                }
            }
            ForEach(content.outgoing) { request in
                PersonRow(name: request.addressee.username, picture: request.addressee.profilePictureURL)
                    .foregroundColor(.secondary)
            }
        }
    }
}

/// A person in a list.
struct PersonRow: View {
    let name: String
    let picture: String?

    var body: some View {
        HStack(spacing: 12) {
            RemoteImage(address: picture).frame(width: 36, height: 36)
            Text(verbatim: name)
        }
        .accessibilityElement(children: .combine)
    }
}
