import Foundation

/// One user's outbox on the disk: a file for each item, a file for each photo, written whole or not at all.
///
/// The item's file is what counts. A photo is there before its item is, and goes after it; what a program that died
/// left between the two is swept. Every change of an item is one file that takes the place of another, so there is no
/// moment at which it is half made.
struct OutboxFiles: Sendable {
    let folder: LocalFolder
    /// Told before each change of the disk; tests die in it.
    let step: @Sendable (String) throws(PostCardItError) -> Void

    init(
        _ root: LocalFolder, userID: String,
        step: @escaping @Sendable (String) throws(PostCardItError) -> Void = { (_) throws(PostCardItError) in }
    ) {
        folder = root.folder("outbox").folder(String(SHA256Digest.hex(of: Data(userID.utf8)).prefix(16)))
        self.step = step
    }

    /// Does something while no other program changes the outbox. Nothing slow.
    func alone<Result>(_ work: () throws(PostCardItError) -> Result) throws(PostCardItError) -> Result {
        guard let lock = try FileLock(".turn", in: folder, waits: true) else { throw PostCardItError(.storageFailed) }
        defer { lock.release() }
        return try work()
    }

    /// Who flushes: one at a time. Nil while another does.
    func flushLock() throws(PostCardItError) -> FileLock? { try FileLock(".flush", in: folder) }

    /// The items in the order of queueing, and how many this version cannot read. Those are left as they are.
    func items() throws(PostCardItError) -> (items: [OutboxItem], unreadable: Int) {
        var items: [OutboxItem] = []
        var unreadable = 0
        for name in folder.names() where name.hasSuffix(".json") {
            guard let data = try folder.read(name) else { continue }
            if let item = try? WireJSON.decode(OutboxItem.self, from: data) {
                items.append(item)
            } else {
                unreadable += 1
            }
        }
        return (items.sorted { $0.position < $1.position }, unreadable)
    }

    /// One item, as it is now.
    func item(_ id: String) throws(PostCardItError) -> OutboxItem? {
        guard Self.isName(id), let data = try folder.read("\(id).json") else { return nil }
        return try? WireJSON.decode(OutboxItem.self, from: data)
    }

    func save(_ item: OutboxItem) throws(PostCardItError) {
        guard let data = try? WireJSON.encode(item) else { throw PostCardItError(.storageFailed) }
        try step("save \(item.state.rawValue)")
        try folder.write(data, to: "\(item.id).json")
    }

    func remove(_ item: OutboxItem) throws(PostCardItError) {
        try step("remove")
        try folder.remove("\(item.id).json")
        if let photo = item.photo { try removePhoto(photo) }
    }

    func photo(_ photo: OutboxItem.Photo) throws(PostCardItError) -> Data? { try folder.read(photo.name) }

    /// Writes a photo, for an item that will name it.
    func keep(_ data: Data?, _ contentType: String, as name: String) throws(PostCardItError) -> OutboxItem.Photo? {
        guard let data else { return nil }
        try step("save photo")
        try folder.write(data, to: "\(name).photo")
        return OutboxItem.Photo(byteSize: data.count, contentType: contentType, name: "\(name).photo")
    }

    func removePhoto(_ photo: OutboxItem.Photo) throws(PostCardItError) {
        try step("remove photo")
        try folder.remove(photo.name)
    }

    /// Removes photos that no item names, and files that were not written to their end.
    func sweep() throws(PostCardItError) {
        let (items, unreadable) = try items()
        let named = Set(items.compactMap(\.photo?.name))
        // An item that cannot be read may name any of them.
        let orphans = unreadable > 0 ? [] : folder.names().filter { $0.hasSuffix(".photo") && !named.contains($0) }
        for name in orphans + folder.unfinishedNames() {
            try step("sweep")
            try folder.remove(name)
        }
    }

    private static func isName(_ id: String) -> Bool {
        !id.isEmpty && id.utf8.allSatisfy { $0 == 45 || (48...57).contains($0) || (97...122).contains($0) }
    }
}
