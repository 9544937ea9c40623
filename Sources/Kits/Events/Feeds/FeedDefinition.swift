public import Vocabulary

/// One feed of a provider: how its bytes are read, how its columns map to the IDF, what its events are. Definitions are data
/// (`Resources/feeds/*.yaml`, and the user's own); see docs/feeds.md for the file format.
public struct FeedDefinition: Sendable {
    /// Unique short name, `provider/feed`, for example `shadowserver/scan_adb`. It is the event's `feed.code`.
    public var code: String
    /// `feed.provider`.
    public var provider: String
    /// `feed.name`.
    public var name: String
    /// `feed.documentation`.
    public var documentation: String?
    /// How often the provider sends it, in seconds: what "not seen for longer than usual" is measured by.
    public var interval: Int
    /// The marking of its events; nil where the provider gives none.
    public var tlp: TLP?
    /// How its bytes are laid out.
    public var format: FormatSpecification
    /// How it is recognised.
    public var detection: Detection
    /// Values every event gets unless a rule gave one.
    public var constants: [(key: FieldKey, value: Value)]
    /// Rules in order; for one target the first that gives a value wins.
    public var rules: [ColumnRule]
    /// What becomes of columns no rule names.
    public var unknownColumns: UnknownColumns
    /// Where a record holds several observations: one event for each part.
    public var explode: Explode?
    /// Columns without which a source is not of this feed: where one is missing every record is a dead letter. Its cells may be empty.
    public var requiredColumns: [String]
    /// Fields without which a record is a dead letter, whichever rule would have given them; of several in one list any will do.
    public var requiredFields: [[FieldKey]]
    /// Columns that are the same in all records of a source.
    public var given: [GivenColumn]
    /// Columns whose cells hold several values.
    public var unpack: [Unpacking]
    /// Texts that say that there is no value, in any column: `-`, `n/a`.
    public var noValues: [String]
    /// Records that meet one of these are no events of the feed, and no dead letters either.
    public var skip: [RuleCondition]

    /// A definition; what is not given is as usual.
    public init(
        code: String, provider: String, name: String, documentation: String? = nil, interval: Int = 86_400, tlp: TLP? = nil,
        format: FormatSpecification, detection: Detection = Detection(), constants: [(key: FieldKey, value: Value)] = [],
        rules: [ColumnRule] = [], unknownColumns: UnknownColumns = .extra, explode: Explode? = nil,
        requiredColumns: [String] = [], requiredFields: [[FieldKey]] = [], given: [GivenColumn] = [], unpack: [Unpacking] = [],
        noValues: [String] = [], skip: [RuleCondition] = []
    ) {
        self.code = code
        self.provider = provider
        self.name = name
        self.documentation = documentation
        self.interval = interval
        self.tlp = tlp
        self.format = format
        self.detection = detection
        self.constants = constants
        self.rules = rules
        self.unknownColumns = unknownColumns
        self.explode = explode
        self.requiredColumns = requiredColumns
        self.requiredFields = requiredFields
        self.given = given
        self.unpack = unpack
        self.noValues = noValues
        self.skip = skip
    }
}

/// What becomes of a column that no rule names.
public enum UnknownColumns: Sendable, Hashable {
    /// Kept as `extra.<column>`.
    case extra
    /// A column named like a field becomes that field; any other is kept as `extra.<column>`.
    case byName
    /// Left out.
    case ignore
}

/// How a feed is recognised without being told.
public struct Detection: Sendable, Hashable {
    /// Patterns of file names with `*` and `?`, matched against the last path component without compression suffix, with and
    /// without a day in front, ignoring case.
    public var fileNames: [String] = []
    /// Column names that the header (or the first JSON record) must all have.
    public var header: [String] = []
    /// Texts of which one must stand within the first 4 KiB.
    public var content: [String] = []

    /// What is known of its sources; nothing where nothing is given.
    public init(fileNames: [String] = [], header: [String] = [], content: [String] = []) {
        self.fileNames = fileNames
        self.header = header
        self.content = content
    }
}

/// One event for each part of a cell, for example one for each tag of "ftp,http", or for each element of a JSON list.
public struct Explode: Sendable, Hashable {
    /// The columns whose cells are split; a record gives one event for each part of each of them.
    public var columns: [String]
    /// What stands between the parts of a text.
    public var separator: String
    /// The column that holds the part: the first of `columns` unless another is named, which leaves those as they are.
    public var name: String

    /// One event for each part of these columns.
    public init(columns: [String], separator: String, name: String? = nil) {
        self.columns = columns
        self.separator = separator
        self.name = name ?? columns.first ?? ""
    }
}

/// How a feed's bytes are laid out.
public enum FormatSpecification: Sendable, Hashable {
    /// Character separated values, RFC 4180 with the liberties providers take.
    case separated(SeparatedValues)
    /// One JSON object a line.
    case jsonLines(JSONRecords)
    /// One JSON document; `records` says where in it the records lie.
    case json(JSONRecords)
    /// One XML document; each element at the path is a record, its children and attributes (`@name`) are cells.
    case xml(path: String)
    /// Lines matched against patterns such as `{ip} - {reason}`; the first that fits wins.
    case lines(LinePatterns)
    /// `key=value` pairs a line.
    case keyValue(pairSeparator: String, keyValueSeparator: String, comment: String?)
    /// An RFC 5322 message or an mbox of them; reports inside (ARF, X-ARF, XARF) become records.
    case mail

    /// The layout of separated values.
    public struct SeparatedValues: Sendable, Hashable {
        /// What stands between cells.
        public var delimiter: UInt8 = UInt8(ascii: ",")
        /// What stands around cells that hold delimiters; nil where nothing does.
        public var quote: UInt8? = UInt8(ascii: "\"")
        /// Lines that begin so are no records.
        public var comment: String?
        /// Where the column names come from.
        public var header: Header = .firstLine
        /// Whether blanks around a cell are dropped.
        public var trim = false
        /// How many cells may be missing at the end of a row where there is a header, for providers that add columns while rows
        /// are under way.
        public var missingCells = 0
        /// Commas, double quotes, a header in the first line.
        public init() {}
    }

    /// Where the column names come from.
    public enum Header: Sendable, Hashable {
        /// The first line that is no comment.
        case firstLine
        /// The last comment line before the first record (abuse.ch).
        case lastComment
        /// The comment line before the first record that starts with this word, which is no column (Zeek's `#fields`).
        case comment(startingWith: String)
        /// The definition; the source has no header. Rows may have fewer cells, or more, which become `column-N`.
        case fixed([String])
        /// The definition; the source's own first line is passed over.
        case replaced([String])
    }

    /// Where records lie in JSON and how they are named: nested keys are joined by dots (`address.ip`), arrays of scalars become JSON text.
    public struct JSONRecords: Sendable, Hashable {
        /// Path of the records: `[]` stands for "each element of", `Event.Attribute[]` for each attribute of the event. Empty: the
        /// document is an array of records or one record. Several paths may be given; cells of enclosing objects are named `^.name`, the
        /// outermost's `^^.name`.
        public var paths: [String] = []
        /// Whether a record whose path is missing still gives one row from what encloses it.
        public var optional = false
        /// Records at these paths.
        public init(paths: [String] = [], optional: Bool = false) {
            self.paths = paths
            self.optional = optional
        }
    }

    /// Patterns of lines.
    public struct LinePatterns: Sendable, Hashable {
        /// The patterns in the order they are tried.
        public var patterns: [String]
        /// Lines that begin so are no records.
        public var comment: String?
        /// Lines of these patterns.
        public init(patterns: [String], comment: String? = nil) {
            self.patterns = patterns
            self.comment = comment
        }
    }
}
