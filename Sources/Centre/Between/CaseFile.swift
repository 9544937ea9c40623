public import Vocabulary

/// Shows what a case holds to whoever must put a file together from it, such as a referral to law enforcement. Capability Cases fulfils it; where
/// there is none, a referral is written from what people enter.
public protocol CaseFile: Sendable {
    /// What of a case may be taken along; nil where there is no such case.
    /// - Parameter id: as in ``CaseReference/id``
    func extract(ofCase id: String) async throws -> CaseExtract?
}

/// What of a case may be taken along: people choose from it.
public struct CaseExtract: Sendable, Hashable {
    /// One text of a case: a report, a note, a mail.
    public struct Text: Sendable, Hashable {
        /// What it is: `Report of 3 March`.
        public let label: String
        /// What it says.
        public let text: String

        /// With its values.
        public init(label: String, text: String) {
            self.label = label
            self.text = text
        }
    }

    /// The case.
    public let reference: CaseReference
    /// One line.
    public let title: String
    /// What kind of incident it is.
    public let type: IncidentType?
    /// Who may know of it.
    public let tlp: TLP
    /// Its texts, the oldest first.
    public let texts: [Text]
    /// Ids of its files in the vault.
    public let files: [String]

    /// With its values.
    public init(reference: CaseReference, title: String, type: IncidentType?, tlp: TLP, texts: [Text], files: [String]) {
        self.reference = reference
        self.title = title
        self.type = type
        self.tlp = tlp
        self.texts = texts
        self.files = files
    }
}
