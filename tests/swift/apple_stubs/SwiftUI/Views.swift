public struct LocalizedStringKey: ExpressibleByStringInterpolation, Equatable, Sendable {
    public init(stringLiteral value: String) {}
    public init(_ value: String) {}
}

public struct Text: View {
    public init(_ key: LocalizedStringKey) {}
    @_disfavoredOverload public init<S: StringProtocol>(_ content: S) {}
    public init(verbatim content: String) {}
    public init(_ date: Date, style: DateStyle) {}
    public struct DateStyle: Sendable { public static let date = DateStyle() }
    public typealias Body = Never
}

public struct Image: View {
    public init(systemName: String) {}
    public func resizable() -> Image { self }
    public typealias Body = Never
}

public struct Label<Title: View, Icon: View>: View { public typealias Body = Never }
extension Label where Title == Text, Icon == Image {
    public init(_ titleKey: LocalizedStringKey, systemImage name: String) {}
    @_disfavoredOverload public init<S: StringProtocol>(_ title: S, systemImage name: String) {}
}

public struct ButtonRole: Sendable {
    public static let destructive = ButtonRole()
    public static let cancel = ButtonRole()
}

public struct Button<Label: View>: View {
    public init(action: @escaping @MainActor () -> Void, @ViewBuilder label: () -> Label) {}
    public typealias Body = Never
}
extension Button where Label == Text {
    public init(_ titleKey: LocalizedStringKey, action: @escaping @MainActor () -> Void) {}
    public init(_ titleKey: LocalizedStringKey, role: ButtonRole?, action: @escaping @MainActor () -> Void) {}
}

public struct TextField: View {
    public init(_ titleKey: LocalizedStringKey, text: Binding<String>) {}
    public typealias Body = Never
}

public struct SecureField: View {
    public init(_ titleKey: LocalizedStringKey, text: Binding<String>) {}
    public typealias Body = Never
}

public struct TextEditor: View {
    public init(text: Binding<String>) {}
    public typealias Body = Never
}

public struct Toggle: View {
    public init(_ titleKey: LocalizedStringKey, isOn: Binding<Bool>) {}
    public typealias Body = Never
}

public struct Picker<Selection: Hashable, Content: View>: View {
    public init(_ titleKey: LocalizedStringKey, selection: Binding<Selection>, @ViewBuilder content: () -> Content) {}
    public typealias Body = Never
}

public struct ProgressView: View {
    public init() {}
    public init(_ titleKey: LocalizedStringKey) {}
    public init(value: Double?, total: Double = 1) {}
    public typealias Body = Never
}

public enum AsyncImagePhase: Sendable { case empty, success(Image), failure(any Error) }

public struct AsyncImage<Content: View>: View {
    public init(
        url: URL?, @ViewBuilder content: @escaping (AsyncImagePhase) -> Content
    ) {}
    public typealias Body = Never
}

public struct Color: View, Sendable {
    public static let accentColor = Color()
    public static let secondary = Color()
    public static let red = Color()
    public typealias Body = Never
}

public struct ShareLink: View {
    public init(item: String) {}
    public typealias Body = Never
}
