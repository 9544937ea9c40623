public import Vocabulary

/// The values that the templates in `Templates/parts` read; what each shows is said at the top of its template.
public enum Parts {
    /// A name for machines and the text for people: `severity`, `state`, `tlp`.
    public struct Named: Sendable, Hashable {
        public let name: String
        public let label: String

        public init(name: String, label: String) {
            self.name = name
            self.label = label
        }
    }

    /// A time, for machines in RFC 3339 and for people.
    public struct Time: Sendable, Hashable {
        public let iso: String
        public let text: String

        public init(iso: String, text: String) {
            self.iso = iso
            self.text = text
        }
    }

    /// An address and what it is called.
    public struct Link: Sendable, Hashable {
        public let label: String
        public let href: String

        public init(_ label: String, _ href: String) {
            self.label = label
            self.href = href
        }
    }

    /// A hidden value of a form.
    public struct Hidden: Sendable, Hashable {
        public let name: String
        public let value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// `parts/tag`
    public struct Tag: Sendable, Hashable {
        public enum Kind: String, Sendable { case accent, good, warn, bad }

        public let label: String
        public let kind: String?
        public let icon: String?
        public let title: String?

        public init(_ label: String, _ kind: Kind? = nil, icon: String? = nil, title: String? = nil) {
            self.label = label
            self.kind = kind?.rawValue
            self.icon = icon
            self.title = title
        }
    }

    /// `parts/action`: a button that is a link, or a form of its own.
    public struct Action: Sendable, Hashable {
        public let label: String
        public let href: String?
        public let post: String?
        public var fields: [Hidden] = []
        public var confirm: String?
        public var icon: String?
        public var isPrimary = false
        public var isDanger = false
        public var isPlain = false
        public var isSmall = false

        /// A link.
        public init(
            _ label: String, href: String, icon: String? = nil, isPrimary: Bool = false, isPlain: Bool = false, isSmall: Bool = false
        ) {
            self.label = label
            self.href = href
            post = nil
            self.icon = icon
            self.isPrimary = isPrimary
            self.isPlain = isPlain
            self.isSmall = isSmall
        }

        /// Something that is done.
        public init(
            _ label: String, post: String, fields: [Hidden] = [], confirm: String? = nil, icon: String? = nil, isPrimary: Bool = false,
            isDanger: Bool = false, isPlain: Bool = false, isSmall: Bool = false
        ) {
            self.label = label
            href = nil
            self.post = post
            self.fields = fields
            self.confirm = confirm
            self.icon = icon
            self.isPrimary = isPrimary
            self.isDanger = isDanger
            self.isPlain = isPlain
            self.isSmall = isSmall
        }
    }

    /// `parts/empty`: nothing is here, and what will be.
    public struct Empty: Sendable, Hashable {
        public let title: String
        public let text: String?
        public let icon: String?
        public let action: Action?

        public init(_ title: String, text: String? = nil, icon: String? = nil, action: Action? = nil) {
            self.title = title
            self.text = text
            self.icon = icon
            self.action = action
        }
    }

    /// `parts/head`: the top of a page.
    public struct Head: Sendable {
        public let title: String
        public var lead: String?
        public var crumbs: [Link] = []
        public var severity: Named?
        public var state: Named?
        public var tlp: Named?
        public var tags: [Tag] = []
        public var live: String?
        public var actions: [Action] = []

        public init(_ title: String, lead: String? = nil, crumbs: [Link] = [], actions: [Action] = []) {
            self.title = title
            self.lead = lead
            self.crumbs = crumbs
            self.actions = actions
        }
    }

    /// `parts/figures`: a row of numbers.
    public struct Figures: Sendable {
        public let figures: [Figure]

        public init(_ figures: [Figure]) { self.figures = figures }
    }

    /// `parts/figure`: a number, and how it changed.
    public struct Figure: Sendable {
        public struct Change: Sendable {
            public let text: String
            /// `up`, `down`, `level`
            public let direction: String
            public var isBetter = false
            public var isWorse = false

            public init(_ text: String, direction: String, isBetter: Bool = false, isWorse: Bool = false) {
                self.text = text
                self.direction = direction
                self.isBetter = isBetter
                self.isWorse = isWorse
            }
        }

        public let label: String
        public let value: String
        public var unit: String?
        public var href: String?
        public var change: Change?
        public var note: String?
        /// `good`, `warn` or `bad`: the line above the number.
        public var state: String?
        /// Trusted: SVG of kit Charts.
        public var spark: String?

        public init(
            _ label: String, _ value: String, unit: String? = nil, href: String? = nil, change: Change? = nil, note: String? = nil,
            spark: String? = nil
        ) {
            self.label = label
            self.value = value
            self.unit = unit
            self.href = href
            self.change = change
            self.note = note
            self.spark = spark
        }
    }

    /// `parts/tabs`: views of one thing.
    public struct Tabs: Sendable {
        public struct Tab: Sendable {
            public let label: String
            public let href: String
            public let isCurrent: Bool
            public let count: String?

            public init(_ label: String, _ href: String, isCurrent: Bool = false, count: String? = nil) {
                self.label = label
                self.href = href
                self.isCurrent = isCurrent
                self.count = count
            }
        }

        public let label: String
        public let tabs: [Tab]

        public init(_ label: String, _ tabs: [Tab]) {
            self.label = label
            self.tabs = tabs
        }
    }
}

extension Words {
    /// A severity's mark.
    public func mark(_ severity: Severity) -> Parts.Named {
        Parts.Named(name: "\(severity)", label: self["common.severity.\(severity)"])
    }

    /// A marking's mark.
    public func mark(_ tlp: TLP) -> Parts.Named {
        let name = tlp.description.lowercased().replacing("tlp:", with: "").replacing("+", with: "-")
        return Parts.Named(name: name, label: self["common.tlp.\(name)"])
    }

    /// A time as people and machines read it.
    public func mark(_ instant: Instant, zone: Zone) -> Parts.Time { Parts.Time(iso: instant.iso8601, text: dateTime(instant, zone: zone)) }
}
