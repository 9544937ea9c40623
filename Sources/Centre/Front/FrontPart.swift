/// What a capability adds to the front page of the public face, and to `security.txt`.
public protocol FrontPart: Sendable {
    /// A section of the front page; nil where there is nothing to say now.
    func frontSection(_ request: WebRequest) async throws -> FrontSection?
    /// Lines of `security.txt` (RFC 9116 section 2.5), such as `CSAF: https://…`.
    var securityLines: [String] { get }
}

extension FrontPart {
    /// None.
    public var securityLines: [String] { [] }
}

/// A section of the front page.
public struct FrontSection: Sendable {
    /// What it is called.
    public let title: String
    /// One sentence that says how it stands.
    public var lead: String?
    /// How bad that is.
    public var severity: Parts.Named?
    /// What there is.
    public var table: Parts.Table?
    /// Where to go from here.
    public var actions: [Parts.Action]

    /// With its values.
    public init(
        _ title: String, lead: String? = nil, severity: Parts.Named? = nil, table: Parts.Table? = nil, actions: [Parts.Action] = []
    ) {
        self.title = title
        self.lead = lead
        self.severity = severity
        self.table = table
        self.actions = actions
    }
}
