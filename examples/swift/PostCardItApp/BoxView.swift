import PostCardItAPI
import PostCardItUI
import SwiftUI

/// A box of postcards.
struct BoxView: View {
    @ObservedObject var box: PostcardBoxModel
    @ObservedObject var services: Services
    @State private var isComposing = false

    var body: some View {
        NavigationStack {
            List {
                if box.box == .sent { WaitingSection(waiting: services.waiting) }
                StateRow(state: box.state, isEmpty: box.postcards.isEmpty, nothing: nothing) { await box.load() }
                ForEach(box.postcards) { card in
                    NavigationLink {
                        CardView(card: card, box: box)
                    } label: {
                        CardRow(card: card, isMine: box.box == .sent)
                    }
                    .swipeActions {
                        Button("Delete", role: .destructive) { Task { await box.delete(card) } }
                        Button("Archive", role: nil) { Task { await box.setArchived(true, card) } }
                    }
                    .task { await box.loadMore(after: card) }
                }
                if box.isLoadingMore { ProgressView("Loading more") }
            }
            .refreshable { await box.load() }
            .task { await box.load() }
            .navigationTitle(box.box == .sent ? "Sent" : "Received")
            .toolbar {
                ToolbarItem(placement: .primaryAction) {
                    Button {
                        isComposing = true
                    } label: {
                        Label("Write", systemImage: "square.and.pencil")
                    }
                }
            }
            .sheet(isPresented: $isComposing) {
                ComposeView(compose: services.compose(), friends: services.friends)
            }
            .alert(for: $box.failure)
        }
    }

    private var nothing: LocalizedStringKey {
        box.box == .sent ? "You have not sent a postcard yet." : "Nobody has sent you a postcard yet."
    }
}

/// A card in a list.
struct CardRow: View {
    let card: Postcard
    let isMine: Bool

    var body: some View {
        HStack(spacing: 12) {
            RemoteImage(address: card.thumbnailURL).frame(width: 64, height: 48)
            VStack(alignment: .leading) {
                Text(verbatim: isMine ? card.recipientName : card.senderName).font(.headline)
                Text(verbatim: card.message).lineLimit(2)
            }
            Spacer()
            if card.status == .queued { Image(systemName: "clock").accessibilityLabel("Waiting to be sent") }
            if !isMine, card.readAt == nil { Image(systemName: "circle.fill").accessibilityLabel("Unread") }
        }
        .accessibilityElement(children: .combine)
    }
}

/// A photo of the server, or a place for one. It is decoration unless it says what it shows.
struct RemoteImage: View {
    let address: String?
    var label: LocalizedStringKey?

    var body: some View {
        AsyncImage(url: address.flatMap { URL(string: $0) }) { phase in
            if case .success(let image) = phase {
                image.resizable().scaledToFill().clipped()
            } else {
                Color.secondary
            }
        }
        .accessibilityHidden(label == nil)
        .accessibilityLabel(label ?? "")
    }
}
