import PostCardItAPI
import PostCardItTestSupport
import XCTest

@testable import PostCardItUI

@MainActor
final class FriendsModelTests: XCTestCase {
    private func loadedModel(_ service: MockPostCardItService) async -> FriendsModel {
        service.answer(.listFriendRequests, FriendshipPage.self) { (request: APIRequest<FriendshipPage>) in
            let requests = request.query.contains("incoming") ? [Friendship.number(1), .number(2)] : [.number(3)]
            return FriendshipPage(count: requests.count, requests: requests)
        }
        let model = FriendsModel(service: service)
        await model.load()
        return model
    }

    func testItLoadsFriendsAndRequestsOfBothDirections() async {
        let model = await loadedModel(MockPostCardItService())

        XCTAssertEqual(model.state.value?.friends.map(\.id), [Friend.preview.id], "each once")
        XCTAssertEqual(model.state.value?.incoming.map(\.id), ["friendship-1", "friendship-2"])
        XCTAssertEqual(model.state.value?.outgoing.map(\.id), ["friendship-3"])
    }

    func testAnAcceptedRequestIsAFriendAtOnceAndStaysOne() async {
        let (service, gate) = (MockPostCardItService(), Gate())
        let model = await loadedModel(service)
        service.answer(.answerFriend, Friendship.self) { (_: APIRequest<Friendship>) in
            await gate.pass()
            return .number(1, status: "accepted")
        }

        async let accepted = model.accept(.number(1))
        await gate.arrival()
        XCTAssertEqual(model.state.value?.friends.first?.id, "friendship-1")
        XCTAssertEqual(model.state.value?.incoming.map(\.id), ["friendship-2"])
        await gate.open()

        let isAccepted = await accepted
        XCTAssertTrue(isAccepted)
        XCTAssertEqual(model.state.value?.friends.first?.id, "friendship-1")
        XCTAssertEqual(model.state.value?.incoming.map(\.id), ["friendship-2"])
    }

    func testARefusedAnswerIsTakenBackAndSaysWhy() async {
        let service = MockPostCardItService()
        let model = await loadedModel(service)
        let before = model.state
        service.refuse(.answerFriend, .problem(409, .friendshipAnswered))

        let isAccepted = await model.accept(.number(1))

        XCTAssertFalse(isAccepted)
        XCTAssertEqual(model.state, before)
        XCTAssertEqual(model.failure?.code, .friendshipAnswered)
    }

    func testRemovingBlockingAndAskingChangeWhatIsShown() async {
        let service = MockPostCardItService()
        let model = await loadedModel(service)
        service.answer(.requestFriend, with: Friendship.number(4))

        await model.remove(friendshipID: "friendship-3")
        await model.request(userID: Friendship.preview.addresseeID)
        XCTAssertEqual(model.state.value?.outgoing.map(\.id), ["friendship-4"])
        await model.block(userID: Friendship.preview.requesterID)

        XCTAssertEqual(model.state.value?.incoming, [])
        XCTAssertEqual(model.state.value?.friends.filter { $0.user.userID == Friendship.preview.requesterID }, [])
        XCTAssertNil(model.failure)
    }

    func testOfTwoSearchesTheLaterOneCounts() async {
        let (service, gate) = (MockPostCardItService(), Gate())
        let model = FriendsModel(service: service)
        service.answer(.searchUsers, UserPage.self) { (request: APIRequest<UserPage>) in
            let isEarly = request.query.contains("q=al")
            if isEarly { await gate.pass() }
            return UserPage(count: 0, users: isEarly ? [.preview] : [], searchTerm: "", searchType: .username)
        }

        async let early: Void = model.search("al")
        await gate.arrival()
        await model.search("bo")
        await gate.open()
        await early

        XCTAssertEqual(model.found, .loaded([]))
        await model.search("  ")
        XCTAssertEqual(model.found, .idle)
    }

    func testNoNetworkIsAFailedLoadAndNothingIsForgotten() async {
        let service = MockPostCardItService()
        let model = await loadedModel(service)
        let before = model.state.value
        service.refuse(.listFriends, PostCardItError(.offline))

        await model.load()

        XCTAssertEqual(model.state.error?.kind, .offline)
        XCTAssertEqual(model.state.value, before)
    }
}
