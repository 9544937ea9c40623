public import GRDB

/// One step of the records database, named once and never edited once it was released: what must change later is a further step.
///
/// The name is `<capability>-<number>-<what>`, `notices-001-rules`. Tables it makes begin with the capability's name (`notices_rule`) and
/// are `STRICT`; a step that leaves others behind is refused and undone.
public struct Migration: Sendable {
    /// `<capability>-<number of three digits>-<what>`.
    public let name: String
    /// What the step does, in a transaction of its own with foreign keys checked at its end.
    let body: @Sendable (Database) throws -> Void

    /// A step that runs SQL statements.
    public init(name: String, sql: String) { self.init(name: name) { try $0.execute(sql: sql) } }

    /// A step that needs more than SQL.
    public init(name: String, body: @escaping @Sendable (Database) throws -> Void) {
        self.name = name
        self.body = body
    }

    /// The capability in the name, `nil` where the name does not have the agreed form.
    public var capability: String? {
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        guard let number = parts.firstIndex(where: { $0.utf8.count == 3 && $0.utf8.allSatisfy(\.isASCIIDigit) }), number > 0,
            number < parts.count - 1, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { $0.isASCIIDigit || $0.isASCIISmallLetter } })
        else { return nil }
        return parts[..<number].joined(separator: "-")
    }

    /// What the names of its tables begin with.
    var tablePrefix: String? { capability.map { $0.split(separator: "-").joined(separator: "_") } }
}

extension UInt8 {
    var isASCIIDigit: Bool { self >= 0x30 && self <= 0x39 }
    var isASCIISmallLetter: Bool { self >= 0x61 && self <= 0x7A }
}
