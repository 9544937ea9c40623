public import ServiceLifecycle

/// One thing that a centre does, whole: its tables, pages, jobs, permissions and texts. Deleting its folder and its line in the
/// composition removes it.
public protocol Capability: Sendable {
    /// `notices`: begins the names of its tables and metrics, is the folder of its templates and the first part of its text keys.
    var name: String { get }
    /// Its tables, in the order they came to be.
    static var migrations: [Migration] { get }
    /// What people may be allowed to do in it.
    var permissions: [Permission] { get }
    /// Folders with its templates and texts.
    var resources: [ResourceFolder] { get }
    /// Work it does by itself.
    var jobs: [JobKind] { get }
    /// Where it stands in the navigation.
    var navigation: [NavigationEntry] { get }
    /// What `keshik doctor` and `/readyz` ask it.
    var health: [HealthCheck] { get }
    /// What runs as long as the centre does.
    var services: [any Service] { get }
    /// Its addresses.
    func routes(_ routes: inout Routes)
}

extension Capability {
    /// Its tables.
    public static var migrations: [Migration] { [] }
    /// What people may be allowed to do in it.
    public var permissions: [Permission] { [] }
    /// Its templates and texts.
    public var resources: [ResourceFolder] { [] }
    /// Its jobs.
    public var jobs: [JobKind] { [] }
    /// Where it stands in the navigation.
    public var navigation: [NavigationEntry] { [] }
    /// What it is asked.
    public var health: [HealthCheck] { [] }
    /// None.
    public var services: [any Service] { [] }
    /// Its addresses.
    public func routes(_: inout Routes) {}
}

/// A line of a face's navigation.
public struct NavigationEntry: Sendable, Hashable {
    /// The face it belongs to.
    public let face: Face
    /// Its path.
    public let path: String
    /// Key of its text.
    public let key: String
    /// Name of a picture in the icon sheet.
    public let icon: String
    /// Who sees it.
    public let access: Access
    /// Entries are sorted by it: from 0 the work itself, from 40 what feeds it and what it sends, from 100 the house.
    public let order: Int
    /// Which of these it is; a line stands between them.
    var kind: Int { order < 40 ? 0 : order < 100 ? 1 : 2 }

    /// With its values.
    public init(_ face: Face, _ path: String, key: String, icon: String, _ access: Access, order: Int) {
        self.face = face
        self.path = path
        self.key = key
        self.icon = icon
        self.access = access
        self.order = order
    }
}

/// A question to a part of the centre: are you well?
public struct HealthCheck: Sendable {
    /// How a part is.
    public enum State: Sendable, Hashable {
        case well(String)
        /// It works, but somebody should look: what, and what to do.
        case warning(String, remedy: String)
        /// It does not work: what, and what to do.
        case broken(String, remedy: String)
    }

    /// What it is called.
    public let name: String
    /// Whether the centre cannot serve without it.
    public let isVital: Bool
    /// Asks it.
    public let ask: @Sendable () async -> State

    /// With its values.
    public init(_ name: String, isVital: Bool = false, ask: @escaping @Sendable () async -> State) {
        self.name = name
        self.isVital = isVital
        self.ask = ask
    }
}
