import PostCardItAPI
import PostCardItUI
import SwiftUI

/// One postcard: its picture, its message, and where it was written. Whoever opens a card has read it.
struct CardView: View {
    let card: Postcard
    @ObservedObject var box: PostcardBoxModel

    var body: some View {
        ScrollView {
            VStack(alignment: .leading, spacing: 16) {
                RemoteImage(address: card.imageURL, label: "The card's photo").frame(minHeight: 200, maxHeight: 400)
                Text(verbatim: card.message).font(card.font == .typewriter ? .body : .title)
                HStack {
                    Text(verbatim: card.senderName).font(.headline)
                    Spacer()
                    Text(card.sentAt, style: .date).font(.caption)
                }
                if let place { Label(place, systemImage: "mappin.and.ellipse") }
                if let stamp = card.stamp { Label(stamp.name, systemImage: "seal") }
                ShareLink(item: card.message)
            }
            .padding(16)
        }
        .navigationTitle(card.senderName)
        .task { await box.markRead(card) }
    }

    private var place: String? {
        let names = [card.location?.city, card.location?.country].compactMap { $0 }
        return names.isEmpty ? nil : names.joined(separator: ", ")
    }
}
