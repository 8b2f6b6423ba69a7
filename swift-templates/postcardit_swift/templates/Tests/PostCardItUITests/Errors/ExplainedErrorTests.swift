import PostCardItAPI
import XCTest

@testable import PostCardItUI

final class ExplainedErrorTests: XCTestCase {
    func testEveryCodeRefusalKindAndReasonHasASentenceAndARecoveryInEveryLanguage() {
        let keys =
            ProblemCode.allKnown.map { "code.\($0.rawValue)" }
            + PostCardItError.Kind.allCases.map { "kind.\($0.rawValue)" }
            + OutboxRefusal.allCases.map { "code.\($0.code.rawValue)" }
            + SignOutReason.allKnown.map { "end.\($0.rawValue)" }
        for language in ErrorStrings.languages {
            let strings = ErrorStrings(wanted: [language])
            let missing = keys.flatMap { [$0, "\($0).recovery"] }.filter { strings[$0]?.isEmpty ?? true }
            XCTAssertEqual(missing, [], language)
        }
    }

    func testTheFirstLanguageThatIsSpokenCounts() {
        let error = PostCardItError(.refused, code: .notFriends)

        XCTAssertEqual(
            error.explained(in: ["fr-FR", "de-AT", "en"]).errorDescription, "Nur Freunde können einander Postkarten senden.")
        XCTAssertEqual(error.explained(in: ["de_CH"]).recoverySuggestion, "Sende zuerst eine Freundschaftsanfrage.")
        XCTAssertEqual(error.explained(in: ["ja"]).errorDescription, "Only friends can send each other postcards.")
        XCTAssertEqual(error.explained(in: []).recoverySuggestion, "Send a friend request first.")
    }

    func testACodeFromANewerServerIsToldByItsOwnSentenceAndItsKindsRecovery() {
        var error = PostCardItError(.refused, code: ProblemCode(rawValue: "stamp_sold_out"), message: "This stamp is sold out.")
        error.status = 409

        XCTAssertEqual(error.explained(in: ["de"]).errorDescription, "This stamp is sold out.")
        XCTAssertEqual(error.explained(in: ["de"]).recoverySuggestion, "Versuche es später noch einmal.")
    }

    func testWhySessionsEndIsTold() {
        var error = PostCardItError(.sessionEnded, code: .sessionEnded)
        error.endReason = .passwordChanged

        XCTAssertEqual(error.explained(in: ["en"]).errorDescription, "Your password was changed.")
        XCTAssertEqual(SignOutReason.revoked.explained(in: ["de"]), "Diese Sitzung wurde von einem anderen Gerät beendet.")
    }

    func testSupportsNumberIsShownWhereTheServerIsAtFault() {
        var error = PostCardItError(.refused, code: .internal)
        (error.status, error.requestID) = (500, "r-77")

        XCTAssertEqual(error.explained(in: ["en"]).failureReason, "r-77")
        error.status = 409
        XCTAssertNil(error.explained(in: ["en"]).failureReason)
    }

    func testFieldsAreExplainedToo() {
        let field = InvalidField(pointer: "/message", code: "too_long", message: "Must be at most 500 characters long.")

        XCTAssertEqual(field.explained(in: ["de"]), "Das ist zu lang.")
        XCTAssertEqual(InvalidField(pointer: "", code: "new", message: "New.").explained(in: ["de"]), "New.")
    }
}
