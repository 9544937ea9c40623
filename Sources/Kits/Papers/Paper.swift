public import Vocabulary

/// A document for people, to be printed or sent: a report, an advisory, a referral. A small value from which `pdf()` makes A4 pages.
public struct Paper: Sendable, Hashable {
    /// What the document is called.
    public var title: String
    /// The language of its text; readers choose the voice by it.
    public var language: LanguageTag
    /// How far it may be shared: printed in its colour at the head and the foot of every page (TLP 2.0).
    public var marking: TLP
    /// Who issues it.
    public var house: String
    /// Its number in the register of whoever issues it.
    public var number: String?
    /// When it was made. The same paper with the same date has the same bytes.
    public var date: Instant
    /// What it says, from above to below.
    public var blocks: [Block]

    /// A document.
    ///
    /// - Parameters:
    ///   - number: its number in a register, where it has one
    ///   - date: when it was made
    public init(
        title: String, language: LanguageTag, marking: TLP, house: String, number: String? = nil, date: Instant, blocks: [Block]
    ) {
        self.title = title
        self.language = language
        self.marking = marking
        self.house = house
        self.number = number
        self.date = date
        self.blocks = blocks
    }

    /// The document as PDF 1.4: A4, tagged for screen readers, with an outline of its headings.
    ///
    /// Text from strangers is harmless: control characters and marks that turn the direction of writing become `U+FFFD`, long words are broken, links
    /// lead only to web and mail addresses. The same paper gives the same bytes on a machine with the same fonts.
    ///
    /// - Throws: `PaperError` where no font is found, a row of a table does not fit its columns, or cairo gives up
    public func pdf() throws(PaperError) -> [UInt8] {
        for case .table(let table) in blocks { try table.check() }
        // Pango's objects belong to one thread. All of them are made here, used without suspension, and let go before this function returns.
        let press = try Press()
        let measured = Typesetter(paper: self, press: press, canvas: nil, pages: 0)
        measured.set()
        let canvas = Canvas(paper: self)
        let typesetter = Typesetter(paper: self, press: press, canvas: canvas, pages: measured.page)
        typesetter.set()
        return try PDFCatalog.naming(language: language, in: try canvas.finish())
    }
}
