import Foundation
import PostCardItAPI
import PostCardItTestSupport
import XCTest

final class NewServerTests: XCTestCase {
    private func through<Value: Codable>(_ type: Value.Type, _ json: JSONValue) throws -> (Value, JSONValue) {
        let value = try WireJSON.decode(type, from: WireJSON.encode(json))
        return (value, try WireJSON.decode(JSONValue.self, from: WireJSON.encode(value)))
    }

    func testUnknownEnumValuesAreKept() throws {
        let json = try WireJSON.decode(JSONValue.self, from: WireJSON.encode(Postcard.preview(["status": "teleported"])))
        let (card, again) = try through(Postcard.self, json)

        XCTAssertEqual(card.status.rawValue, "teleported")
        XCTAssertFalse(card.status.isKnown)
        XCTAssertTrue(PostcardStatus.read.isKnown)
        XCTAssertEqual(again, json)
    }

    func testUnknownFieldsAreNoTrouble() throws {
        let card = Postcard.preview(["fromTheFuture": ["a": [1, nil, 2.5]], "location": ["planet": "Mars"]])
        XCTAssertEqual(card.postcardID, Postcard.preview.postcardID)
        XCTAssertNil(card.location?.city)
    }

    func testUnknownChangesAreKeptWithWhatTheyHold() throws {
        let json: JSONValue = [
            "seq": 7, "type": "balloon.launched", "id": "b-1", "occurredAt": "2026-11-22T15:53:00.123Z",
            "data": ["balloonId": "b-1", "size": 2.5, "colours": ["red", nil]],
        ]
        let (change, again) = try through(Change.self, json)

        XCTAssertEqual(change.type, ChangeType(rawValue: "balloon.launched"))
        XCTAssertEqual(change.data, .unknown(["balloonId": "b-1", "size": 2.5, "colours": ["red", nil]]))
        XCTAssertEqual(again, json)
    }

    func testKnownChangesHoldWhatTheyAreAbout() throws {
        let base: [String: JSONValue] = ["seq": 7, "id": "x", "occurredAt": "2026-11-22T15:53:00.123Z"]
        func data(_ type: String, _ value: some Encodable) throws -> ChangeData? {
            let inner = try WireJSON.decode(JSONValue.self, from: WireJSON.encode(value))
            let json = JSONValue.object(base.merging(["type": .string(type), "data": inner]) { $1 })
            return try through(Change.self, json).0.data
        }
        XCTAssertEqual(try data("postcard.received", Postcard.preview), .postcard(.preview))
        XCTAssertEqual(try data("friendship.changed", Friendship.preview), .friendship(.preview))
        XCTAssertEqual(try data("user.changed", User.preview), .user(.preview))
        let gone = JSONValue.object(base.merging(["type": "postcard.deleted", "data": nil]) { $1 })
        XCTAssertNil(try through(Change.self, gone).0.data)
    }

    func testEveryProblemCodeHasASymbolAndAnUnknownOneIsKept() throws {
        XCTAssertEqual(ProblemCode.allKnown.count, Set(ProblemCode.allKnown).count)
        XCTAssertTrue(ProblemCode.allKnown.contains(.notFriends))
        let (upload, again) = try through(
            Upload.self, WireJSON.decode(from: WireJSON.encode(Upload.preview(["problem": "too_beautiful"]))))
        XCTAssertEqual(upload.problem, ProblemCode(rawValue: "too_beautiful"))
        XCTAssertEqual(again["problem"], "too_beautiful")
    }

    func testEnumsAreKeysOfObjects() throws {
        let counts: [PostcardStatus: Int] = [.sent: 1, PostcardStatus(rawValue: "new"): 2]
        XCTAssertEqual(String(decoding: try WireJSON.encode(counts), as: UTF8.self), #"{"new":2,"sent":1}"#)
        XCTAssertEqual(try WireJSON.decode([PostcardStatus: Int].self, from: WireJSON.encode(counts)), counts)
    }

    func testTheSameValueGivesTheSameBytes() throws {
        let card = SendPostcard(message: "a/b é \"", imageURL: "https://x/y", location: Location(city: "Roma"))
        XCTAssertEqual(
            String(decoding: try WireJSON.encode(card), as: UTF8.self),
            #"{"imageUrl":"https://x/y","location":{"city":"Roma"},"message":"a/b é \""}"#)
    }

    func testACopyShowsAChangeBeforeItIsConfirmed() throws {
        let card = try WireJSON.copy(Postcard.preview, with: ["isArchived": true, "readAt": nil])
        XCTAssertTrue(card.isArchived)
        XCTAssertNil(card.readAt)
        XCTAssertEqual(card.message, Postcard.preview.message)
    }

    func testWhatHoldsSecretsShowsNone() {
        let secret = "s3cr3t"
        let body = LoginUser(password: secret, username: "alice")
        var dumped = ""
        dump(body, to: &dumped)
        for text in ["\(body)", String(reflecting: body), dumped, "\([body])"] { XCTAssertFalse(text.contains(secret), text) }
    }
}
