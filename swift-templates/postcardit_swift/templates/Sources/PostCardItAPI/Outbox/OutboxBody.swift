import Foundation

/// What an item of the outbox does once it arrives.
public enum OutboxBody: Sendable, Hashable, Codable {
    /// Sends a postcard.
    case postcard(SendPostcard)
    /// Asks for friendship.
    case friendRequest(RequestFriend)
    /// Confirms postcards.
    case receipts(ConfirmReceipts)
    /// Changes the profile.
    case profile(UpdateUser)

    /// Whom it is for: a user id or a username; nil for what is for the server alone.
    public var recipient: String? {
        switch self {
        case .postcard(let body): body.recipientID ?? body.recipientUsername
        case .friendRequest(let body): body.addresseeID ?? body.username
        case .receipts, .profile: nil
        }
    }

    /// What its order is kept in: its recipient, whatever the case of the name; else its kind.
    var conversation: String {
        if let recipient { return "to \(recipient.lowercased())" }
        if case .receipts = self { return "receipts" }
        return "profile"
    }

    /// What the contract refuses is not queued.
    func check() throws(PostCardItError) {
        var validation = Validation()
        switch self {
        case .postcard(let body): validation.check(body, at: "")
        case .friendRequest(let body): validation.check(body, at: "")
        case .receipts(let body): validation.check(body, at: "")
        case .profile(let body): validation.check(body, at: "")
        }
        var fields = validation.fields
        if case .postcard = self, recipient == nil {
            fields.append(InvalidField(pointer: "/recipientId", code: "required", message: "Say who it is for."))
        }
        guard fields.isEmpty else {
            var error = PostCardItError(.invalidRequest, code: .validationFailed)
            error.fields = fields
            throw error
        }
    }

    /// The codes that the operation's own rules answer: what they refuse was never done under its key.
    var rules: Set<ProblemCode> {
        switch self {
        case .postcard: [.notFound, .notFriends, .unknownStamp, .unknownImage, .uploadNotReady, .uploadRejected]
        case .friendRequest:
            [.notFound, .cannotBefriendSelf, .friendshipExists, .friendshipRejected, .userBlocked]
        case .receipts: []
        case .profile: [.usernameTaken, .emailChangeNeedsCode, .unknownImage, .preconditionFailed]
        }
    }
}
