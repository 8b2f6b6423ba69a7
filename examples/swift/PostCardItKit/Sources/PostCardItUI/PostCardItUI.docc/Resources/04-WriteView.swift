import PostCardItAPI
import PostCardItUI
import SwiftUI

struct WriteView: View {
    @StateObject private var compose: ComposeModel
    @Environment(\.dismiss) private var dismiss

    init(compose: @autoclosure @escaping () -> ComposeModel) { _compose = StateObject(wrappedValue: compose()) }

    var body: some View {
        Form {
            TextEditor(text: $compose.card.message)
            ForEach(compose.problems, id: \.pointer) { field in Text(field.explained()) }
            if case .uploading(let fraction) = compose.phase { ProgressView(value: fraction) }
            Button("Send") {
                Task {
                    compose.card.recipientUsername = "bob"
                    await compose.send()
                    switch compose.phase {
                    case .sent, .queued: dismiss()
                    default: break
                    }
                }
            }
            .disabled(compose.isBusy)
        }
    }
}
