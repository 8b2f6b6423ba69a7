/// A property through which a type holds another of its own kind.
@propertyWrapper
public indirect enum Indirect<Value> {
    /// The value.
    case value(Value)

    /// Holds a value.
    public init(wrappedValue: Value) { self = .value(wrappedValue) }

    /// The value.
    public var wrappedValue: Value {
        get { switch self { case .value(let value): value } }
        set { self = .value(newValue) }
    }
}

extension Indirect: Sendable where Value: Sendable {}
extension Indirect: Equatable where Value: Equatable {}
extension Indirect: Hashable where Value: Hashable {}
