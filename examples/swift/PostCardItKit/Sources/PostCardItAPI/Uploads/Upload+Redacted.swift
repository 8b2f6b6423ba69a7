extension Upload: Redacted {
    /// Which one it is, and how far: whoever has its address can send the bytes.
    public var description: String { "Upload(\(uploadID), \(status))" }
}
