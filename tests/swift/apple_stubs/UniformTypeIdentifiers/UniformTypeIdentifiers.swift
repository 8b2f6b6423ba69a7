public struct UTType: Sendable, Hashable {
    public let identifier: String
    public static let jpeg = UTType(identifier: "public.jpeg")
    public static let image = UTType(identifier: "public.image")
}
