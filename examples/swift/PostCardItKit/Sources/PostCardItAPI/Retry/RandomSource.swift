import Foundation

/// Chance. Tests give one with a seed.
public protocol RandomSource: Sendable {
    /// The next 64 bits.
    func next() -> UInt64
}

extension RandomSource {
    /// A number from 0 up to, but not, 1.
    public func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A new UUID (version 4) in lower case, as the server writes them; Foundation's prints upper case.
    public func uuid() -> String {
        let high = (next() & ~0xF000) | 0x4000
        let low = (next() & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000
        let digits = [high, low].map { number in
            let text = String(number, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }.joined()
        var parts: [Substring] = []
        var rest = digits[...]
        for length in [8, 4, 4, 4, 12] {
            parts.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        return parts.joined(separator: "-")
    }
}

/// The system's own generator.
public struct SystemRandomSource: RandomSource {
    /// The system's own generator.
    public init() {}

    /// The next 64 bits.
    public func next() -> UInt64 {
        var generator = SystemRandomNumberGenerator()
        return generator.next()
    }
}

/// A generator that gives the same numbers for the same seed (SplitMix64).
public final class SeededRandomSource: RandomSource {
    private let state: Locked<UInt64>

    /// A generator.
    public init(seed: UInt64) { state = Locked(seed) }

    /// The next 64 bits.
    public func next() -> UInt64 {
        state.withLock { state in
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
