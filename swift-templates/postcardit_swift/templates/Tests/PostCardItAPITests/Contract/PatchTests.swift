import Foundation
import PostCardItAPI
import XCTest

final class PatchTests: XCTestCase {
    private func bytes(_ change: UpdateUser) throws -> String {
        String(decoding: try WireJSON.encode(change), as: UTF8.self)
    }

    func testAbsentNullAndValueAreThreeThings() throws {
        XCTAssertEqual(try bytes(UpdateUser()), "{}")
        XCTAssertEqual(try bytes(UpdateUser(bio: .clear)), #"{"bio":null}"#)
        XCTAssertEqual(try bytes(UpdateUser(bio: .set("Ciao/ciao"))), #"{"bio":"Ciao/ciao"}"#)
        XCTAssertEqual(
            try bytes(UpdateUser(bio: .clear, findableByEmail: .set(false), fullName: .keep, username: .set("alice"))),
            #"{"bio":null,"findableByEmail":false,"username":"alice"}"#)
        XCTAssertEqual(Patch.setOrClear(String?.none), .clear)
    }

    func testAChangeIsReadAgainAsItWasWritten() throws {
        for change in [UpdateUser(), UpdateUser(bio: .clear), UpdateUser(bio: .set("x"), email: .clear)] {
            XCTAssertEqual(try WireJSON.decode(UpdateUser.self, from: WireJSON.encode(change)), change)
        }
    }

    func testAnOptionalOfAPostIsLeftOut() throws {
        let card = SendPostcard(message: "Ciao", recipientUsername: "bob")
        XCTAssertEqual(
            String(decoding: try WireJSON.encode(card), as: UTF8.self), #"{"message":"Ciao","recipientUsername":"bob"}"#)
    }
}
