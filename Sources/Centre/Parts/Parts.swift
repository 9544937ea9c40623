public import Vocabulary

/// The values that the templates in `Templates/parts` read; what each shows is said at the top of its template.
public enum Parts {
    /// A name for machines and the text for people: `severity`, `state`, `tlp`.
    public struct Named: Sendable, Hashable {
        /// What it is called.
        public let name: String
        /// What people read.
        public let label: String

        /// With its values.
        public init(name: String, label: String) {
            self.name = name
            self.label = label
        }
    }

    /// A time, for machines in RFC 3339 and for people.
    public struct Time: Sendable, Hashable {
        /// The time in RFC 3339.
        public let iso: String
        /// The words.
        public let text: String

        /// With its values.
        public init(iso: String, text: String) {
            self.iso = iso
            self.text = text
        }
    }

    /// An address and what it is called.
    public struct Link: Sendable, Hashable {
        /// What people read.
        public let label: String
        /// Where it leads.
        public let href: String

        /// With its values.
        public init(_ label: String, _ href: String) {
            self.label = label
            self.href = href
        }
    }

    /// A hidden value of a form.
    public struct Hidden: Sendable, Hashable {
        /// What it is called.
        public let name: String
        /// What it holds.
        public let value: String

        /// With its values.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// `parts/tag`
    public struct Tag: Sendable, Hashable {
        /// The kinds there are.
        public enum Kind: String, Sendable { case accent, good, warn, bad }

        /// What people read.
        public let label: String
        /// What kind it is.
        public let kind: String?
        /// Name of a picture in the icon sheet.
        public let icon: String?
        /// What it is called.
        public let title: String?

        /// With its values.
        public init(_ label: String, _ kind: Kind? = nil, icon: String? = nil, title: String? = nil) {
            self.label = label
            self.kind = kind?.rawValue
            self.icon = icon
            self.title = title
        }
    }

    /// `parts/action`: a button that is a link, or a form of its own.
    public struct Action: Sendable, Hashable {
        /// What people read.
        public let label: String
        /// Where it leads.
        public let href: String?
        /// Where its form is sent.
        public let post: String?
        /// Its fields, in order.
        public var fields: [Hidden] = []
        /// A question asked first.
        public var confirm: String?
        /// Name of a picture in the icon sheet.
        public var icon: String?
        /// Whether it is the main thing to do.
        public var isPrimary = false
        /// Whether it destroys something.
        public var isDanger = false
        /// Whether it is without a frame.
        public var isPlain = false
        /// Whether it is small.
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
        /// What it is called.
        public let title: String
        /// The words.
        public let text: String?
        /// Name of a picture in the icon sheet.
        public let icon: String?
        /// What can be done there.
        public let action: Action?

        /// With its values.
        public init(_ title: String, text: String? = nil, icon: String? = nil, action: Action? = nil) {
            self.title = title
            self.text = text
            self.icon = icon
            self.action = action
        }
    }

    /// `parts/head`: the top of a page.
    public struct Head: Sendable {
        /// What it is called.
        public let title: String
        /// One sentence on what it is for.
        public var lead: String?
        /// The pages above this one.
        public var crumbs: [Link] = []
        /// How bad.
        public var severity: Named?
        /// In which state.
        public var state: Named?
        /// Its marking.
        public var tlp: Named?
        /// Short marks.
        public var tags: [Tag] = []
        /// Any value: the page is kept up to date.
        public var live: String?
        /// What can be done here.
        public var actions: [Action] = []

        /// With its values.
        public init(_ title: String, lead: String? = nil, crumbs: [Link] = [], tags: [Tag] = [], actions: [Action] = []) {
            self.title = title
            self.lead = lead
            self.crumbs = crumbs
            self.tags = tags
            self.actions = actions
        }
    }

    /// `parts/figures`: a row of numbers.
    public struct Figures: Sendable {
        /// The numbers.
        public let figures: [Figure]

        /// With its values.
        public init(_ figures: [Figure]) { self.figures = figures }
    }

    /// `parts/figure`: a number, and how it changed.
    public struct Figure: Sendable {
        /// How a number changed.
        public struct Change: Sendable {
            /// The words.
            public let text: String
            /// `up`, `down`, `level`
            public let direction: String
            /// Whether the change is for the better.
            public var isBetter = false
            /// Whether the change is for the worse.
            public var isWorse = false

            /// With its values.
            public init(_ text: String, direction: String, isBetter: Bool = false, isWorse: Bool = false) {
                self.text = text
                self.direction = direction
                self.isBetter = isBetter
                self.isWorse = isWorse
            }
        }

        /// What people read.
        public let label: String
        /// What it holds.
        public let value: String
        /// What is counted.
        public var unit: String?
        /// Where it leads.
        public var href: String?
        /// How it changed.
        public var change: Change?
        /// What it counts, or its normal range.
        public var note: String?
        /// `good`, `warn` or `bad`: the line above the number.
        public var state: String?
        /// Trusted: SVG of kit Charts.
        public var spark: String?

        /// With its values.
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
        /// One view.
        public struct Tab: Sendable {
            /// What people read.
            public let label: String
            /// Where it leads.
            public let href: String
            /// Whether it is the one shown.
            public let isCurrent: Bool
            /// How many.
            public let count: String?

            /// With its values.
            public init(_ label: String, _ href: String, isCurrent: Bool = false, count: String? = nil) {
                self.label = label
                self.href = href
                self.isCurrent = isCurrent
                self.count = count
            }
        }

        /// What people read.
        public let label: String
        /// The views.
        public let tabs: [Tab]

        /// With its values.
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
