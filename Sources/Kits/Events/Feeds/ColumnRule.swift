/// From one or more columns of a record to one field of the event.
public struct ColumnRule: Sendable, Hashable {
    /// Where the text comes from.
    public var source: RuleSource
    /// The field; nil leaves the column out.
    public var target: FieldKey?
    /// Applied in order; the text that comes out is parsed as the target's kind.
    public var transforms: [Transform]
    /// A record without a valid value is a dead letter.
    public var isRequired: Bool
    /// A record whose cell is there but not of the target's form is a dead letter.
    public var isStrict = false
    /// The rule applies only to records that meet it.
    public var condition: RuleCondition?

    /// A rule; what is not given does not restrict it.
    public init(
        source: RuleSource, target: FieldKey?, transforms: [Transform] = [], isRequired: Bool = false, condition: RuleCondition? = nil
    ) {
        self.source = source
        self.target = target
        self.transforms = transforms
        self.isRequired = isRequired
        self.condition = condition
    }
}

/// Where a rule takes its text from.
public enum RuleSource: Sendable, Hashable {
    case column(String)
    /// The first of these columns that is not empty.
    case firstOf([String])
    /// Text with columns in braces, `{protocol}://{host}{path}`; no value where one of them is empty.
    case template(String)
    /// A URL put together as honeypot and sinkhole reports give it: host from the first non-empty of `hosts`, path from the first of
    /// `paths`, of which a leading method and anything behind a blank is dropped; scheme from `application` where it says http or https, else http.
    case webAddress(hosts: [String], paths: [String], application: String)
    /// Nothing: a constant given by a `value` transform, under a condition.
    case nothing
}

/// A test of one column of the record.
public struct RuleCondition: Sendable, Hashable {
    /// What is asked of the column's cell; case does not count.
    public enum Test: Sendable, Hashable {
        case equalsAny([String])
        case equalsNone([String])
        case contains(String)
        case isPresent
        case isMissing
    }
    /// The column that is looked at.
    public var column: String
    /// What is asked of it.
    public var test: Test

    /// A test of a column.
    public init(column: String, test: Test) {
        self.column = column
        self.test = test
    }
}

/// A named step from text to text or value. Each runs once per distinct cell, not per row.
public enum Transform: Sendable, Hashable {
    /// An instant; without zone it is UTC.
    case timestamp(format: String?)
    /// An address; a prefix, 0.0.0.0 or anything else is no value.
    case address
    /// A prefix with length; an address alone is no value.
    case network
    /// A whole number; no value where it is none.
    case integer
    case real
    /// y/yes/true/enabled/1 and n/no/false/disabled/0, any case.
    case boolean
    /// "0" is no value (numbers).
    case nonzero
    /// These texts are no value.
    case none(of: [String])
    case lower
    case upper
    case trim
    /// A host name; addresses and invalid names are no value.
    case hostName
    /// A URL as text.
    case url
    /// Undoes `hxxp`, `[.]`, `[at]`.
    case refang
    case urlPart(URLPart)
    /// The n-th part (from 0; negative from the end), nothing where there are fewer.
    case split(separator: String, index: Int)
    /// `host` of `host:port` or `[v6]:port`.
    case endpointHost
    case endpointPort
    /// From a table; `otherwise` for texts it lacks (nil: no value). Keys match whole texts, ignoring case.
    case map([String: String], otherwise: String?)
    /// The first capture of a regular expression, the whole match where it has none.
    case capture(String)
    /// Text search and replacement (no pattern).
    case replace(String, with: String)
    case prefix(String)
    case suffix(String)
    /// A fixed text in place of whatever there was.
    case value(String)
    /// `found` where the text contains `needle`, else `otherwise`.
    case containing(String, found: String, otherwise: String?)
    /// Takes the zeros off the parts of a dotted address, `192.000.002.001`.
    case unpad
    /// A JSON value, kept as such; anything else is no value.
    case json
    /// Drops what is not printable ASCII.
    case printable
    /// The CVE ids among `;` or `,` separated tags, sorted, joined by `;`.
    case cveList
    /// Base64 of the text unless it already is base64.
    case base64
    /// Text of base64; no value where it is none.
    case base64Decoded
    /// A file hash by its length: only md5, sha1, sha256 of the named length pass.
    case hash(length: Int)

    /// A part of a URL (RFC 3986).
    public enum URLPart: String, Sendable, Hashable, CaseIterable {
        case scheme, host, port, path, query
        /// The host only where it is a name.
        case hostName = "host-name"
        /// The host only where it is an address.
        case hostAddress = "host-address"
    }
}
