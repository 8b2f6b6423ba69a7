import PostCardItAPI
import PostCardItUI
import SwiftUI

/// What the server refused, with why, until somebody decides.
struct WaitingSection: View {
    @ObservedObject var waiting: WaitingModel

    var body: some View {
        if !waiting.refused.isEmpty {
            Section("Not sent") {
                ForEach(waiting.refused) { item in
                    VStack(alignment: .leading, spacing: 8) {
                        Text(verbatim: item.title).lineLimit(2)
                        if let reason = item.reason {
                            Text(verbatim: reason.sentence).font(.footnote).foregroundColor(.red)
                        }
                    }
                    .accessibilityElement(children: .combine)
                    .swipeActions {
                        Button("Drop", role: .destructive) { Task { await waiting.drop(item) } }
                        Button("Try again", role: nil) { Task { await waiting.retry(item) } }
                    }
                }
            }
            .alert(for: $waiting.failure)
        }
    }
}

extension OutboxItem {
    /// What a person knows it by.
    var title: String {
        switch body {
        case .postcard(let card): card.message
        case .friendRequest: recipient ?? ""
        case .receipts, .profile: ""
        }
    }

    private var recipient: String? { body.recipient }
}
