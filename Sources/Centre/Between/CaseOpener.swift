public import GRDB
public import Vocabulary

/// Opens cases for what comes in: reports, mail, calls, findings an analyst takes up.
public protocol CaseOpener: Sendable {
    /// Opens a case, within the transaction that writes down what it is about. A second opening of the same origin gives the case that
    /// is there and changes nothing.
    func open(_ opening: CaseOpening, in database: Database) throws -> CaseReference
    /// Adds to the case of an origin what came in later about it. A second note of the same id changes nothing.
    /// - Returns: the case; nil where no case has this origin
    func add(_ note: CaseNote, toCaseOf origin: String, in database: Database) throws -> CaseReference?
    /// The case that an origin led to.
    func reference(ofOrigin origin: String, in database: Database) throws -> CaseReference?
}

/// What a case is opened with.
public struct CaseOpening: Sendable, Hashable {
    /// `report:01H…`: capability and id of what led to it.
    public let origin: String
    /// One line.
    public let title: String
    /// What is known, in the words of who told it.
    public let text: String
    /// What kind of incident it seems to be.
    public let type: IncidentType?
    /// How bad it seems to be.
    public let severity: Severity?
    /// Who may know of it.
    public let tlp: TLP
    /// The language it was told in.
    public let language: String?
    /// Who told it, under a name that is no identity: `owner:bank`, `reporter:amber-river-stone`; nil for the centre itself.
    public let party: String?
    /// Ids of files in the vault.
    public let files: [String]
    /// Whether somebody must look at once, and why: `child-safety`, `threatened-person`, `critical-infrastructure`, `fraud-in-progress`.
    public let urgency: String?
    /// The desk's page of what led to it.
    public let path: String?
    /// When it came.
    public let received: Instant

    /// With its values.
    public init(
        origin: String, title: String, text: String, type: IncidentType? = nil, severity: Severity? = nil, tlp: TLP = .amber,
        language: String? = nil, party: String? = nil, files: [String] = [], urgency: String? = nil, path: String? = nil, received: Instant
    ) {
        self.origin = origin
        self.title = title
        self.text = text
        self.type = type
        self.severity = severity
        self.tlp = tlp
        self.language = language
        self.party = party
        self.files = files
        self.urgency = urgency
        self.path = path
        self.received = received
    }
}

/// What came in later about a case.
public struct CaseNote: Sendable, Hashable {
    /// Names it: a second note of the same id changes nothing.
    public let id: String
    /// What it says.
    public let text: String
    /// Who said it, as in ``CaseOpening/party``.
    public let party: String?
    /// Ids of files in the vault.
    public let files: [String]
    /// When it came.
    public let received: Instant

    /// With its values.
    public init(id: String, text: String, party: String? = nil, files: [String] = [], received: Instant) {
        self.id = id
        self.text = text
        self.party = party
        self.files = files
        self.received = received
    }
}

/// A case, as others name it.
public struct CaseReference: Sendable, Hashable {
    /// Names it for programs.
    public let id: String
    /// Names it for people: `AZ-CERT-C-2026-00017`.
    public let number: String
    /// Its page at the desk.
    public let path: String

    /// With its values.
    public init(id: String, number: String, path: String) {
        self.id = id
        self.number = number
        self.path = path
    }
}
