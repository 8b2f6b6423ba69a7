import Foundation
import PostCardItAPI

/// The search for the largest and best photo inside a budget. Drawing and encoding are somebody else's.
struct ImageFitting<Picture> {
    let budget: ImageBudget
    /// Draws the picture, its longer side at most so long.
    let draw: (_ longestSide: Int) throws(PostCardItError) -> Picture
    /// Encodes it.
    let encode: (_ picture: Picture, _ quality: Double) throws(PostCardItError) -> Data

    private static var qualities: [Double] { [0.85, 0.75, 0.6, 0.45] }
    private static var shortestSide: Int { 64 }

    /// The first that fits: quality goes before size, for small and sharp is better than large and blurred.
    func run(longestSide: Int) throws(PostCardItError) -> (picture: Picture, data: Data) {
        var side = min(longestSide, budget.longestSide)
        while true {
            let picture = try draw(side)
            for quality in Self.qualities {
                let data = try encode(picture, quality)
                if data.count <= budget.bytes { return (picture, data) }
            }
            guard side > Self.shortestSide else { throw ImagePreparation.tooLarge }
            side = max(Self.shortestSide, side * 3 / 4)
        }
    }
}
