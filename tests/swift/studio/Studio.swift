import Foundation

/// Photos of all eight orientations, prepared.
@main
enum Studio {
    static func main() async throws {
        let picture = Raster(30, 20) { x, y in UInt8((x * 7 + y * 13) % 250) }
        for orientation in 1...8 {
            let stored = storing(picture, orientation)
            precondition(stored.upright(orientation) == picture)
            let file = CameraFile(stored, orientation: orientation)
            let photo = try await prepare(file, .postcard)
            check((photo.width, photo.height) == (30, 20), "\(orientation): \(photo.width) x \(photo.height)")
            check(pixels(photo) == picture.pixels, "\(orientation) is not upright")
            let read = JPEGFile(photo.data)
            check(read?.orientation == 1 && read?.hasMetadata == false, "\(orientation) says more than the picture")
            check(photo.data.range(of: Data("45.43".utf8)) == nil, "\(orientation) says where")

            let small = try await prepare(file, ImageBudget(longestSide: 10, bytes: 500_000))
            check(max(small.width, small.height) == 10, "\(orientation): \(small.width) x \(small.height)")
        }
        let large = CameraFile(Raster(400, 300) { x, y in UInt8((x ^ y) & 127) }, orientation: 6)
        let tight = try await prepare(large, ImageBudget(longestSide: 400, bytes: 60_000))
        check(tight.data.count <= 60_000 && tight.height > tight.width, "\(tight.data.count) bytes")
        do {
            _ = try await ImageIOPreparer().prepare(Data("no photo".utf8), within: .postcard)
            check(false, "no photo was taken for one")
        } catch {
            check(error.code?.rawValue == "image_unreadable", "\(error)")
        }
        print("DONE")
    }

    private static func prepare(_ file: CameraFile, _ budget: ImageBudget) async throws -> PreparedImage {
        try await ImageIOPreparer().prepare(try JSONEncoder().encode(file), within: budget)
    }

    /// The picture as a camera stores it that is held in one of the eight ways: what turns into it.
    private static func storing(_ picture: Raster, _ orientation: Int) -> Raster {
        picture.upright([1, 2, 3, 4, 5, 8, 7, 6][orientation - 1])
    }

    private static func pixels(_ photo: PreparedImage) -> [UInt8] {
        Array(photo.data.dropFirst(16).prefix(photo.width * photo.height))
    }

    private static func check(_ isSo: Bool, _ otherwise: String) {
        if !isSo {
            print("WRONG \(otherwise)")
            exit(1)
        }
    }
}
