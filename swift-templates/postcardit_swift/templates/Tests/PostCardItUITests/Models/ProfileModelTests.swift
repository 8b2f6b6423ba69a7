import Foundation
import PostCardItAPI
import PostCardItTestSupport
import XCTest

@testable import PostCardItUI

@MainActor
final class ProfileModelTests: XCTestCase {
    private let user = (try? WireJSON.copy(User.preview, with: ["fullName": .string("Alice"), "bio": .string("Hi")])) ?? .preview

    private func loaded(_ service: MockPostCardItService, _ given: User? = nil) async -> ProfileModel {
        service.answer(.getMe, with: given ?? user)
        let model = ProfileModel(service: service, photos: FakePhotos(), preparer: FakePreparer())
        await model.load()
        return model
    }

    func testTheFormIsTheProfileAndChangesNothing() async {
        let model = await loaded(MockPostCardItService())

        XCTAssertEqual(model.draft.fullName, "Alice")
        XCTAssertFalse(model.hasChanges)
        XCTAssertNotNil(model.stats)
    }

    func testOnlyWhatWasChangedIsSent() async throws {
        let service = MockPostCardItService()
        let model = await loaded(service)
        let sent = Locked(Data())
        service.answer(.updateMe, User.self) { [user] (request: APIRequest<User>) in
            sent.withLock { $0 = request.body ?? Data() }
            return user
        }
        model.draft.bio = " "
        model.draft.fullName = "Alice A."

        let isSaved = await model.save()

        XCTAssertTrue(isSaved)
        XCTAssertEqual(String(decoding: sent.withLock { $0 }, as: UTF8.self), #"{"bio":null,"fullName":"Alice A."}"#)
    }

    func testARefusedChangeShowsUntilItIsTakenBackAndTheFormKeepsIt() async {
        let (service, gate) = (MockPostCardItService(), Gate())
        let model = await loaded(service)
        service.answer(.updateMe, User.self) { (_: APIRequest<User>) in
            await gate.pass()
            throw PostCardItError.problem(409, .usernameTaken)
        }
        model.draft.username = "bob"

        async let saving = model.save()
        await gate.arrival()
        XCTAssertEqual(model.state.value?.username, "bob")
        await gate.open()

        let isSaved = await saving
        XCTAssertFalse(isSaved)
        XCTAssertEqual(model.state.value, user)
        XCTAssertEqual(model.draft.username, "bob")
        XCTAssertEqual(model.failure?.code, .usernameTaken)
    }

    func testWhatOneUserBeganIsNotShownToTheNext() async {
        let (service, gate) = (MockPostCardItService(), Gate())
        let bob = (try? WireJSON.copy(user, with: ["username": .string("bob"), "fullName": .string("Bob")])) ?? user
        let model = await loaded(service)
        service.answer(.updateMe, User.self) { [user] (_: APIRequest<User>) in
            await gate.pass()
            return user
        }
        model.draft.bio = "I am Alice"
        async let saving = model.save()
        await gate.arrival()

        model.clear()
        service.answer(.getMe, with: bob)
        await model.load()
        await gate.open()

        _ = await saving
        XCTAssertEqual(model.state.value, bob)
        XCTAssertEqual(model.draft.fullName, "Bob")
    }

    func testFiguresAndFailuresOfOneUserAreNotShownToTheNext() async {
        let (service, figures, picture) = (MockPostCardItService(), Gate(), Gate())
        let model = await loaded(service)
        service.answer(.getStats, UserStats.self) { (_: APIRequest<UserStats>) in
            await figures.pass()
            return .preview
        }
        service.answer(.setAvatar, User.self) { (_: APIRequest<User>) in
            await picture.pass()
            throw PostCardItError.problem(409, .uploadNotReady)
        }
        async let loading: Void = model.load()
        async let setting = model.setPicture(Data("picture".utf8))
        await figures.arrival()
        await picture.arrival()

        model.clear()
        await figures.open()
        await picture.open()

        _ = await (loading, setting)
        XCTAssertNil(model.stats)
        XCTAssertNil(model.failure)
    }

    func testAFormThatWasChangedSurvivesALoad() async {
        let model = await loaded(MockPostCardItService())
        model.draft.bio = "I write"

        await model.load()

        XCTAssertEqual(model.draft.bio, "I write")
    }

    func testAPictureIsPreparedSentAndShown() async {
        let service = MockPostCardItService()
        let model = await loaded(service)
        let pictured = (try? WireJSON.copy(user, with: ["profilePictureUrl": .string("https://example.com/p")])) ?? user
        let sent = Locked(Data())
        service.answer(.setAvatar, User.self) { (request: APIRequest<User>) in
            sent.withLock { $0 = request.body ?? Data() }
            return pictured
        }

        let isSet = await model.setPicture(Data("picture".utf8))

        XCTAssertTrue(isSet)
        XCTAssertEqual(String(decoding: sent.withLock { $0 }, as: UTF8.self), #"{"uploadId":"\#(Upload.preview.uploadID)"}"#)
        XCTAssertEqual(model.state.value?.profilePictureURL, "https://example.com/p")
        XCTAssertNil(model.pictureProgress)
    }

    func testARefusedRemovalBringsThePictureBack() async {
        let (service, gate) = (MockPostCardItService(), Gate())
        let pictured = (try? WireJSON.copy(user, with: ["profilePictureUrl": .string("https://example.com/p")])) ?? user
        let model = await loaded(service, pictured)
        service.answer(.removeAvatar, User.self) { (_: APIRequest<User>) in
            await gate.pass()
            throw PostCardItError.problem(429, .rateLimited)
        }

        async let removing = model.removePicture()
        await gate.arrival()
        XCTAssertNil(model.state.value?.profilePictureURL)
        await gate.open()

        let isRemoved = await removing
        XCTAssertFalse(isRemoved)
        XCTAssertEqual(model.state.value?.profilePictureURL, "https://example.com/p")
        XCTAssertEqual(model.failure?.code, .rateLimited)
    }
}
