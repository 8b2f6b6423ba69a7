import PostCardItAPI
import PostCardItUI
import SwiftUI

extension View {
    /// Tells of an error in the user's language, with what to do about it.
    func alert(for failure: Binding<PostCardItError?>) -> some View {
        let isShown = Binding(get: { failure.wrappedValue != nil }, set: { if !$0 { failure.wrappedValue = nil } })
        return alert(isPresented: isShown, error: failure.wrappedValue?.explained()) { _ in
            Button("OK") { failure.wrappedValue = nil }
        } message: { error in
            Text(error.recoverySuggestion ?? "")
        }
    }
}

/// What stands where content could not be loaded.
struct FailureView: View {
    let error: PostCardItError
    let retry: () async -> Void

    var body: some View {
        let explained = error.explained()
        VStack(spacing: 12) {
            Text(explained.errorDescription ?? "").font(.headline)
            Text(explained.recoverySuggestion ?? "").font(.subheadline)
            if let reason = explained.failureReason { Text(verbatim: reason).font(.caption) }
            Button("Try again") { Task { await retry() } }
        }
        .padding(16)
    }
}

/// How far content is, where that has to be said: it is being fetched, it failed, or there is none.
struct StateRow<Content: Sendable>: View {
    let state: LoadState<Content>
    let isEmpty: Bool
    let nothing: LocalizedStringKey
    let retry: () async -> Void

    var body: some View {
        switch state {
        case .failed(let error, _): FailureView(error: error, retry: retry)
        case .loading where isEmpty: ProgressView("Loading")
        case .loaded where isEmpty: Text(nothing).foregroundColor(.secondary)
        default: EmptyView()
        }
    }
}
