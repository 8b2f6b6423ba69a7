#if !canImport(Combine)
// Where there is no Combine there are no views either: the models are the same classes, and tests look at them.

/// What views observe.
public protocol ObservableObject: AnyObject {}

/// A property whose changes views hear of.
@propertyWrapper
public struct Published<Value> {
    /// The value.
    public var wrappedValue: Value
    /// A property with its first value.
    public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }
}
#endif
