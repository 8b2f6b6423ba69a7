import Foundation
import PostCardItAPI
import PostCardItTestSupport

/// Every operation once more, with the contract's own examples: whatever the server answers is understood.
struct Sweep {
    let stage: Stage

    func run() async throws {
        var eve = try await stage.newcomer("eve")
        var newcomers = 0
        for fixture in Fixture.all {
            if try await eve.session.tokens() == nil {
                newcomers += 1
                eve = try await stage.newcomer("eve\(newcomers)")
            }
            do {
                try await fixture.call(eve)
            } catch let error as PostCardItError {
                let isAnAnswer = error.kind == .refused || error.kind == .sessionEnded
                let isKnown = error.code?.isKnown == true && ![.unknownRoute, .methodNotAllowed].contains(error.code)
                try expect(isAnAnswer && isKnown, "\(fixture.operation): \(error)")
            }
        }
    }
}

@main
enum Live {
    static func main() async throws {
        let stage = try Stage()
        try await Story(stage: stage).run()
        try await Accounts(stage: stage).run()
        try await Sweep(stage: stage).run()
        print("DONE")
    }
}
