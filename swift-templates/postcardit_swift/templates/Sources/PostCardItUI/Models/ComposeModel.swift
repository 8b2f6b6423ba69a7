import Foundation
import PostCardItAPI

#if canImport(Combine)
import Combine
#endif

/// A postcard while it is written, and on its way.
///
/// With an outbox it is queued first, so that it survives the app, and leaves as soon as there is a network. Without one
/// it is sent now; trying again sends the same card under the same key, so that nobody gets it twice.
@MainActor
public final class ComposeModel: ObservableObject {
    /// How far the card is.
    public enum Phase: Sendable, Hashable {
        /// It is being written.
        case writing
        /// The photo is made upright and small.
        case preparingPhoto
        /// The photo is being sent: from 0 to 1.
        case uploading(Double)
        /// The card itself is being sent.
        case sending
        /// It was sent. The card is nil where the outbox sent it.
        case sent(Postcard?)
        /// It waits in the outbox for a network.
        case queued
        /// It was not sent.
        case failed(PostCardItError)
    }

    /// What is written.
    @Published public var card: SendPostcard
    /// The photo as it will be sent; nil without one.
    @Published public private(set) var photo: PreparedImage?
    /// How far the card is.
    @Published public private(set) var phase = Phase.writing

    private let service: any PostCardItService
    private let photos: any PhotoSending
    private let outbox: Outbox?
    private let preparer: any ImagePreparing
    private let random: any RandomSource
    private var attempt: (card: SendPostcard, photo: PreparedImage?, key: String)?
    private var uploaded: (photo: PreparedImage, uploadID: String)?
    private var choices = 0
    private var round = 0

    /// A model.
    ///
    /// - Parameters:
    ///   - service: What answers.
    ///   - photos: What sends the photo: `client.uploads`.
    ///   - outbox: Where cards wait for a network: `offline.outbox`.
    ///   - preparer: What makes photos upright and small.
    ///   - random: Where idempotency keys come from.
    public init(
        service: any PostCardItService, photos: any PhotoSending, outbox: Outbox? = nil,
        preparer: any ImagePreparing = ImagePreparation.standard(), random: any RandomSource = SystemRandomSource()
    ) {
        (self.service, self.photos, self.outbox) = (service, photos, outbox)
        (self.preparer, self.random) = (preparer, random)
        card = SendPostcard(message: "")
    }

    /// A model for an app's client.
    public convenience init(client: PostCardItClient, outbox: Outbox? = nil) {
        self.init(service: client, photos: client.uploads, outbox: outbox)
    }

    /// Whom it is for.
    public func address(to person: UserSummary) { (card.recipientID, card.recipientUsername) = (person.userID, nil) }

    /// What the contract would refuse as it stands, field by field. Empty when it can be sent.
    public var problems: [InvalidField] {
        var fields: [InvalidField] = []
        do throws(PostCardItError) {
            _ = try APIRequest<Postcard>.sendPostcard(card)
        } catch {
            fields = error.fields
        }
        if (card.recipientID ?? card.recipientUsername ?? "").isEmpty {
            fields.append(InvalidField(pointer: "/recipientId", code: "required", message: "Say who it is for."))
        }
        return fields
    }

    /// Whether something is under way that must not be begun twice.
    public var isBusy: Bool {
        switch phase {
        case .preparingPhoto, .uploading, .sending: true
        default: false
        }
    }

    /// Whether it can be sent as it stands.
    public var canSend: Bool { !isBusy && problems.isEmpty }

    /// Takes a photo as it came from the library or the camera, and prepares it. Of two choices the later one counts.
    public func choose(photo data: Data) async {
        choices += 1
        let choice = choices
        phase = .preparingPhoto
        do throws(PostCardItError) {
            let prepared = try await preparer.prepare(data, within: .postcard)
            guard choice == choices else { return }
            (photo, phase) = (prepared, .writing)
        } catch {
            guard choice == choices else { return }
            phase = error.kind == .cancelled ? .writing : .failed(error)
        }
    }

    /// Goes without a photo.
    public func removePhoto() {
        choices += 1
        photo = nil
        if phase == .preparingPhoto { phase = .writing }
    }

    /// Sends the card, or queues it where there is an outbox.
    public func send() async {
        guard canSend else { return }
        if let outbox { await queue(in: outbox) } else { await sendNow() }
    }

    /// Begins another card. What was queued or is on its way stays so.
    public func startOver() {
        choices += 1
        round += 1
        (card, photo, phase) = (SendPostcard(message: ""), nil, .writing)
        (attempt, uploaded) = (nil, nil)
    }

    private func sendNow() async {
        let (written, photo, round) = (card, photo, round)
        phase = photo == nil ? .sending : .uploading(0)
        do throws(PostCardItError) {
            var body = written
            let key = key(for: written, photo)
            if let photo { body.uploadID = try await uploadID(of: photo, key: key) }
            show(.sending, round)
            let sent = try await service.sendPostcard(body, idempotencyKey: key)
            show(.sent(sent), round)
            if round == self.round { attempt = nil }
        } catch {
            show(error.kind == .cancelled ? .writing : .failed(error), round)
        }
    }

    /// What became of a card is not shown on the next one.
    private func show(_ new: Phase, _ round: Int) {
        if round == self.round { phase = new }
    }

    /// The same for each attempt at the same card: an answer that was lost is given again.
    private func key(for card: SendPostcard, _ photo: PreparedImage?) -> String {
        if let attempt, attempt.card == card, attempt.photo == photo { return attempt.key }
        let key = random.uuid()
        attempt = (card, photo, key)
        return key
    }

    private func uploadID(of photo: PreparedImage, key: String) async throws(PostCardItError) -> String {
        if let uploaded, uploaded.photo == photo { return uploaded.uploadID }
        let upload = try await photos.send(photo, purpose: .postcard, idempotencyKey: "photo-\(key)", progress: hearing())
        uploaded = (photo, upload.uploadID)
        return upload.uploadID
    }

    private func queue(in outbox: Outbox) async {
        let round = round
        phase = .sending
        do throws(PostCardItError) {
            let item = try await outbox.send(card, photo: photo?.data, contentType: photo?.contentType ?? "image/jpeg")
            show(.queued, round)
            await flush(outbox, item, round)
        } catch {
            show(error.kind == .cancelled ? .writing : .failed(error), round)
        }
    }

    /// The card is safe by now: whatever goes wrong here, it waits.
    private func flush(_ outbox: Outbox, _ item: OutboxItem, _ round: Int) async {
        if item.photo != nil { show(.uploading(0), round) }
        _ = try? await outbox.flush(transfer: hearing())
        let settled = try? await outbox.item(item.id)
        switch settled?.state {
        case .done: show(.sent(nil), round)
        case .failed: show(.failed(PostCardItError(settled?.reason)), round)
        default: show(.queued, round)
        }
    }

    private func hearing() -> @Sendable (TransferProgress) -> Void {
        { [weak self] progress in Task { @MainActor in self?.sent(progress.fraction) } }
    }

    /// Tasks may overtake each other: progress never goes back.
    private func sent(_ fraction: Double) {
        if case .uploading(let before) = phase, fraction > before { phase = .uploading(fraction) }
    }
}

extension PostCardItError {
    /// Why an item of the outbox was refused.
    init(_ reason: OutboxItem.Reason?) {
        self.init(.refused, code: reason.map { ProblemCode(rawValue: $0.code) }, message: reason?.sentence)
        requestID = reason?.requestID
    }
}
