import Foundation

/// The sentences of this package in the languages that it speaks.
///
/// The tables are looked up by their own folder of a language: Foundation's own choice of a language differs between
/// systems, and on Linux a process has none.
struct ErrorStrings: Sendable {
    /// The languages that it speaks.
    static let languages = ["en", "de"]
    private static let table = "PostCardItErrors"

    /// The language of this table.
    let language: String

    /// The first of the languages wanted that it speaks; English without one.
    init(wanted: [String]) {
        let spoken = wanted.compactMap { tag in
            Self.languages.first { $0 == tag.lowercased().prefix { $0 != "-" && $0 != "_" } }
        }
        language = spoken.first ?? "en"
    }

    /// A sentence; nil where the table has none.
    subscript(key: String) -> String? {
        let absent = "\u{0}"
        guard let folder = Bundle.module.path(forResource: language, ofType: "lproj"), let bundle = Bundle(path: folder)
        else { return nil }
        let found = bundle.localizedString(forKey: key, value: absent, table: Self.table)
        return found == absent || found == key ? nil : found
    }
}
