import Constituency

/// The register's identifiers of the owners that a name in a query means.
struct OwnerIdentifiers: Sendable {
    private let register: Register?

    init(_ settings: Settings) {
        register = (try? Register.openIfPresent(settings.registerPath)).flatMap { $0 }
    }

    var ids: @Sendable (String) -> [String] {
        { [register] name in (try? register?.ids(named: name)).flatMap { $0 } ?? [] }
    }
}
