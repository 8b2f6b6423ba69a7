@_exported import Combine
@_exported import CoreGraphics

@propertyWrapper
public struct State<Value> {
    public init(wrappedValue: Value) {}
    public var wrappedValue: Value {
        get { fatalError() }
        nonmutating set {}
    }
    public var projectedValue: Binding<Value> { fatalError() }
}

@propertyWrapper @dynamicMemberLookup
public struct Binding<Value> {
    @preconcurrency
    public init(
        get: @escaping @isolated(any) @Sendable () -> Value, set: @escaping @isolated(any) @Sendable (Value) -> Void
    ) {}
    public static func constant(_ value: Value) -> Binding { fatalError() }
    public var wrappedValue: Value {
        get { fatalError() }
        nonmutating set {}
    }
    public var projectedValue: Binding { self }
    public subscript<Subject>(dynamicMember keyPath: WritableKeyPath<Value, Subject>) -> Binding<Subject> { fatalError() }
}

@propertyWrapper @MainActor
public struct StateObject<Object: ObservableObject> {
    public nonisolated init(wrappedValue thunk: @autoclosure @escaping () -> Object) {}
    public var wrappedValue: Object { fatalError() }
    public var projectedValue: ObservedObject<Object>.Wrapper { fatalError() }
}

@propertyWrapper @MainActor
public struct ObservedObject<Object: ObservableObject> {
    @dynamicMemberLookup @MainActor
    public struct Wrapper {
        public subscript<Subject>(
            dynamicMember keyPath: ReferenceWritableKeyPath<Object, Subject>
        ) -> Binding<Subject> { fatalError() }
    }
    public init(wrappedValue: Object) {}
    public var wrappedValue: Object {
        get { fatalError() }
        set {}
    }
    public var projectedValue: Wrapper { fatalError() }
}

@propertyWrapper
public struct Environment<Value> {
    public init(_ keyPath: KeyPath<EnvironmentValues, Value>) {}
    public var wrappedValue: Value { fatalError() }
}

extension Binding: @unchecked Sendable where Value: Sendable {}

public struct EnvironmentValues {
    public var scenePhase: ScenePhase { .active }
    public var dismiss: DismissAction { DismissAction() }
}

public enum ScenePhase: Sendable { case background, inactive, active }

@MainActor
public struct DismissAction {
    nonisolated init() {}
    public func callAsFunction() {}
}
