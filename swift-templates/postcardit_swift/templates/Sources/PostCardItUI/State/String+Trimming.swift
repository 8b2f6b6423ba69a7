import Foundation

extension String {
    /// Without the blanks that keyboards add.
    var trimmingWhitespace: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
