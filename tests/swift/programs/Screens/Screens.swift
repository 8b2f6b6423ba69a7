import Foundation
import PostCardItAPI
import PostCardItUI

/// Two people use an app's screens: all that is called are the models that the screens show.
@main
@MainActor
struct Screens {
    let stage: Stage
    let photo: Data

    static func main() async throws {
        let path = ProcessInfo.processInfo.environment["POSTCARDIT_PHOTO"] ?? ""
        try await Screens(stage: Stage(), photo: Data(contentsOf: URL(fileURLWithPath: path))).run()
        print("DONE")
    }

    private func run() async throws {
        let (alice, bob) = (stage.client(), stage.client())
        let aliceSession = try await enter("alice", alice)
        _ = try await enter("bob", bob)
        try await becomeFriends(alice, bob)
        let card = try await mail(alice)
        try await look(at: card, bob)
        try await changeProfile(alice)
        try await leave(aliceSession, alice)
    }

    private func enter(_ name: String, _ client: PostCardItClient) async throws -> SessionModel {
        let model = SessionModel(client: client)
        await model.restore()
        try expect(model.phase == .signedOut(nil), "\(model.phase)")
        let email = "\(name)@example.com"
        await model.register(RegisterUser(username: name, email: email, password: "correct horse"))
        try expect(model.phase == .confirming(email: email), "\(model.phase) \(String(describing: model.failure))")
        await model.confirm(code: "000000")
        try expect(model.failure?.code == .invalidCode, "a wrong code: \(String(describing: model.failure))")
        await model.confirm(code: " \(try await stage.code(for: name)) ")
        try expect(model.isSignedIn && model.failure == nil, "\(model.phase) \(String(describing: model.failure))")
        return model
    }

    private func becomeFriends(_ alice: PostCardItClient, _ bob: PostCardItClient) async throws {
        let (hers, his) = (FriendsModel(service: alice), FriendsModel(service: bob))
        await hers.load()
        await hers.search("bo")
        let found = hers.found.value ?? []
        try expect(found.map(\.username) == ["bob"], "\(hers.found)")
        try expect(await hers.request(userID: found[0].userID), "\(String(describing: hers.failure))")
        try expect(hers.state.value?.outgoing.map(\.addressee.username) == ["bob"], "\(hers.state)")
        try expect(!(await hers.request(userID: found[0].userID)), "twice")
        try expect(hers.failure?.code == .friendshipExists, "\(String(describing: hers.failure))")

        await his.load()
        let request = his.state.value?.incoming.first
        try expect(request?.requester.username == "alice", "\(his.state)")
        if let request { try expect(await his.accept(request), "\(String(describing: his.failure))") }
        try expect(his.state.value?.friends.map(\.user.username) == ["alice"], "\(his.state)")
        let shown = his.state.value
        await his.load()
        try expect(his.state.value?.friends.map(\.id) == shown?.friends.map(\.id), "what was shown is what is there")
    }

    private func mail(_ alice: PostCardItClient) async throws -> Postcard {
        let model = ComposeModel(client: alice)
        model.card = SendPostcard(message: "", recipientUsername: "bob")
        try expect(model.problems.map(\.pointer) == ["/message"] && !model.canSend, "\(model.problems)")
        model.card.message = "Ciao from the screens"
        model.card.location = Location(city: "Venezia", country: "Italia", latitude: 45.43, longitude: 12.33)
        await model.choose(photo: photo)
        try expect(model.photo.map { $0.data.count < photo.count } ?? false, "the photo says less: \(model.phase)")
        await model.send()
        guard case .sent(let card?) = model.phase else { throw Unexpected(description: "\(model.phase)") }
        try expect(card.imageURL != nil && card.location?.city == "Venezia", "the card has its photo and its place")
        return card
    }

    private func look(at card: Postcard, _ bob: PostCardItClient) async throws {
        let box = PostcardBoxModel(.received, service: bob)
        await box.load()
        try expect(box.postcards.map(\.id) == [card.id], "\(box.state)")
        try expect(await box.markRead(box.postcards[0]), "\(String(describing: box.failure))")
        try expect(box.postcards.first?.status == .read, "\(box.state)")
        try expect(await box.setArchived(true, box.postcards[0]), "\(String(describing: box.failure))")
        try expect(box.postcards.isEmpty, "archived")
        let archive = PostcardBoxModel(.received, isArchived: true, service: bob)
        await archive.load()
        try expect(archive.postcards.map(\.id) == [card.id], "\(archive.state)")
    }

    private func changeProfile(_ alice: PostCardItClient) async throws {
        let model = ProfileModel(client: alice)
        await model.load()
        try expect(model.state.value?.username == "alice" && model.stats?.sent == 1, "\(model.state)")
        model.draft.bio = "I write by hand."
        try expect(await model.save(), "\(String(describing: model.failure))")
        model.draft.username = "bob"
        try expect(!(await model.save()), "taken")
        try expect(model.failure?.explained(in: ["de"]).recoverySuggestion == "Wähle einen anderen.", "in words")
        model.reset()
        try expect(model.draft.bio == "I write by hand.", "\(model.draft)")
        try expect(await model.setPicture(photo), "\(String(describing: model.failure))")
        try expect(model.state.value?.profilePictureURL != nil, "\(model.state)")
        try expect(await model.removePicture(), "\(String(describing: model.failure))")
        try expect(model.state.value?.profilePictureURL == nil, "\(model.state)")
    }

    private func leave(_ session: SessionModel, _ alice: PostCardItClient) async throws {
        await session.signOut()
        try expect(session.phase == .signedOut(nil), "\(session.phase)")
        let friends = FriendsModel(service: alice)
        await friends.load()
        try expect(friends.state.error?.kind == .signInRequired, "\(friends.state)")
        await session.signIn("alice", password: "wrong horse")
        try expect(session.failure?.code == .wrongCredentials && !session.isSignedIn, "\(session.phase)")
        await session.signIn("alice@example.com", password: "correct horse")
        try expect(session.isSignedIn, "\(session.phase)")
    }
}
