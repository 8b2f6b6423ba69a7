import Foundation
import PostCardItAPI

#if canImport(Combine)
import Combine
#endif

/// One's own profile, its figures, and their change. What is saved shows at once, and is taken back when the server
/// refuses it.
@MainActor
public final class ProfileModel: ObservableObject, ContentModel {
    typealias Content = User

    /// What can be changed, as a form holds it.
    public struct Draft: Sendable, Hashable {
        /// The username.
        public var username = ""
        /// The full name; empty for none.
        public var fullName = ""
        /// A few words about oneself; empty for none.
        public var bio = ""
        /// Whether one is found by e-mail address.
        public var isFindableByEmail = false

        /// A draft of a profile.
        public init(_ user: User) {
            (username, fullName, bio) = (user.username, user.fullName ?? "", user.bio ?? "")
            isFindableByEmail = user.findableByEmail ?? false
        }

        /// An empty draft.
        public init() {}

        /// What differs from the profile, and nothing else.
        public func changes(from user: User) -> UpdateUser {
            let before = Draft(user)
            var body = UpdateUser()
            if username.trimmingWhitespace != before.username { body.username = .set(username.trimmingWhitespace) }
            if fullName.trimmingWhitespace != before.fullName { body.fullName = Self.patch(fullName) }
            if bio.trimmingWhitespace != before.bio { body.bio = Self.patch(bio) }
            if isFindableByEmail != before.isFindableByEmail { body.findableByEmail = .set(isFindableByEmail) }
            return body
        }

        private static func patch(_ text: String) -> Patch<String> {
            let text = text.trimmingWhitespace
            return text.isEmpty ? .clear : .set(text)
        }
    }

    @Published var shelf = Shelf<User>()
    /// What the form holds. It is filled when the profile comes.
    @Published public var draft = Draft()
    /// The figures: sent, received, countries and so on.
    @Published public private(set) var stats: UserStats?
    /// How much of a new picture has been sent; nil when none is on its way.
    @Published public private(set) var pictureProgress: Double?
    /// Why the last change did not come about. Views that show it set it to nil.
    @Published public var failure: PostCardItError?

    private let service: any PostCardItService
    private let photos: any PhotoSending
    private let preparer: any ImagePreparing

    /// A model.
    public init(
        service: any PostCardItService, photos: any PhotoSending,
        preparer: any ImagePreparing = ImagePreparation.standard()
    ) {
        (self.service, self.photos, self.preparer) = (service, photos, preparer)
    }

    /// A model for an app's client.
    public convenience init(client: PostCardItClient) { self.init(service: client, photos: client.uploads) }

    /// How far the profile is.
    public var state: LoadState<User> { shelf.state }

    /// Whether the form differs from the profile.
    public var hasChanges: Bool { shelf.shown.map { draft.changes(from: $0) != UpdateUser() } ?? false }

    /// Fetches the profile and the figures: `GET /v1/users/me`, `GET /v1/users/me/stats`. A form that somebody has changed
    /// is left as it is.
    public func load() async {
        let wasChanged = hasChanges
        guard await load({ () async throws(PostCardItError) in try await service.getMe() }) else { return }
        if !wasChanged { reset() }
        let life = shelf.life
        if let new = try? await service.getStats(), life == shelf.life { stats = new }
    }

    /// Makes the form what the profile is.
    public func reset() {
        if let user = shelf.shown { draft = Draft(user) }
    }

    /// Saves what the form changes: `PATCH /v1/users/me`.
    @discardableResult
    public func save() async -> Bool {
        guard let user = shelf.shown else { return false }
        let body = draft.changes(from: user)
        guard body != UpdateUser() else { return true }
        let life = shelf.life
        let isSaved = await change { $0 = $0.showing(body) } by: { () async throws(PostCardItError) in
            try await service.updateMe(body)
        } then: { new, user in
            user = new
        }
        if isSaved, life == shelf.life { reset() }
        return isSaved
    }

    /// Prepares and sends a picture, and makes it one's own: `POST /v1/uploads`, `PUT /v1/users/me/avatar`.
    @discardableResult
    public func setPicture(_ data: Data) async -> Bool {
        guard pictureProgress == nil else { return false }
        (pictureProgress, failure) = (0, nil)
        defer { pictureProgress = nil }
        let life = shelf.life
        do throws(PostCardItError) {
            let picture = try await preparer.prepare(data, within: .avatar)
            let upload = try await photos.send(picture, purpose: .avatar, idempotencyKey: nil) { [weak self] progress in
                Task { @MainActor in self?.sent(progress.fraction) }
            }
            let user = try await service.setAvatar(SetAvatar(uploadID: upload.uploadID))
            if life == shelf.life { shelf.settle(nil) { $0 = user } }
            return true
        } catch {
            if error.kind != .cancelled, life == shelf.life { failure = error }
            return false
        }
    }

    /// Goes without a picture: `DELETE /v1/users/me/avatar`.
    @discardableResult
    public func removePicture() async -> Bool {
        await change { $0 = $0.showing(["profilePictureUrl": .null]) } by: { () async throws(PostCardItError) in
            try await service.removeAvatar()
        } then: { new, user in
            user = new
        }
    }

    /// Forgets everything: call it when another user signs in.
    public func clear() {
        shelf.clear()
        (draft, stats, failure) = (Draft(), nil, nil)
    }

    private func sent(_ fraction: Double) {
        if let before = pictureProgress, fraction > before { pictureProgress = fraction }
    }
}

extension User {
    /// The profile with changes that the server has not confirmed.
    fileprivate func showing(_ body: UpdateUser) -> User {
        guard let changes = try? WireJSON.decode(JSONValue.self, from: WireJSON.encode(body)),
            case .object(let members) = changes
        else { return self }
        return showing(members)
    }

    fileprivate func showing(_ members: [String: JSONValue]) -> User {
        (try? WireJSON.copy(self, with: members)) ?? self
    }
}
