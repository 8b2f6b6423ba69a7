import PostCardItAPI
import PostCardItUI
import SwiftUI

struct CardsView: View {
    @StateObject private var box: PostcardBoxModel
    @State private var isWriting = false
    private let client: PostCardItClient
    private let offline: Offline

    init(client: PostCardItClient, offline: Offline) {
        (self.client, self.offline) = (client, offline)
        _box = StateObject(wrappedValue: PostcardBoxModel(.received, service: client))
    }

    var body: some View {
        List {
            if let error = box.state.error { Text(error.explained().errorDescription ?? "") }
            ForEach(box.postcards) { card in
                Text(card.message)
                    .task { await box.loadMore(after: card) }
            }
            Button("Write") { isWriting = true }
        }
        .task { await box.load() }
        .refreshable { await box.load() }
        .sheet(isPresented: $isWriting) { WriteView(compose: ComposeModel(client: client, outbox: offline.outbox)) }
    }
}
