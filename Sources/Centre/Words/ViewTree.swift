internal import Mustache

/// A view model as templates read it: each value is taken apart once, by reflection, into what it is called and what it holds.
///
/// The library reflects an object anew for every variable that a template asks of it. A page of fifty rows asks some ten thousand times,
/// and spent five sixths of its time there.
struct ViewTree: MustacheParent, MustacheCustomRenderable {
    private let value: Any
    private let children: [String: Any]

    /// The value as it is, or as a tree; nil for what is missing.
    static func view(of value: Any) -> Any? {
        if let optional = value as? any OptionalValue { return optional.wrappedValue.flatMap { view(of: $0) } }
        switch value {
        case is String, is Bool, is Int, is any MustacheParent, is any MustacheCustomRenderable, is MustacheLambda, is MustacheTemplate:
            return value
        case let list as [String]: return list
        default: break
        }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .collection, .set: return mirror.children.compactMap { view(of: $0.value) }
        case .struct, .class, .tuple: return mirror.children.isEmpty ? value : ViewTree(value, mirror)
        default: return value
        }
    }

    private init(_ value: Any, _ mirror: Mirror) {
        self.value = value
        var children: [String: Any] = [:]
        for child in mirror.children {
            if let label = child.label, let view = Self.view(of: child.value) { children[label] = view }
        }
        self.children = children
    }

    func child(named: String) -> Any? { children[named] }

    /// A value that is no text by itself reads as it describes itself.
    var renderText: String { String(describing: value) }
    var isNull: Bool { false }
}

/// A page in its frame, both taken apart.
struct ScreenTree: MustacheParent {
    private let frame: Any?
    private let page: Any?

    init(_ screen: Screen) {
        frame = screen.frame.flatMap { ViewTree.view(of: $0) }
        page = ViewTree.view(of: screen.page)
    }

    func child(named name: String) -> Any? { name == "frame" ? frame : (page as? any MustacheParent)?.child(named: name) }
}

/// Tells an optional without looking into it by reflection.
private protocol OptionalValue {
    var wrappedValue: Any? { get }
}

extension Optional: OptionalValue {
    fileprivate var wrappedValue: Any? { self }
}
