extension Parts {
    /// `parts/field`
    public struct Field: Sendable {
        /// One that can be chosen.
        public struct Option: Sendable {
            /// Names it within its page.
            public let id: String
            /// What it holds.
            public let value: String
            /// What people read.
            public let label: String
            /// Whether it is chosen.
            public var isSelected: Bool
            /// What helps to fill it in.
            public var hint: String?

            /// With its values.
            public init(id: String = "", value: String, label: String, isSelected: Bool = false, hint: String? = nil) {
                self.id = id
                self.value = value
                self.label = label
                self.isSelected = isSelected
                self.hint = hint
            }
        }

        /// What is filled in.
        public enum Kind: Sendable {
            /// `text`, `email`, `password`, `search`, `number`, `date`, `datetime-local`, `url`, `tel`
            case line(String)
            case area(rows: Int)
            case choice, choices, radio, file, box
        }

        /// Names it within its page.
        public let id: String
        /// What it is called.
        public let name: String
        /// What people read.
        public let label: String
        /// What helps to fill it in.
        public var hint: String?
        /// What is wrong with it, for the person who filled it in.
        public var error: String?
        /// Its media type.
        public var type: String?
        /// Its rows.
        public var rows: Int?
        /// Whether it takes several lines.
        public var isTextarea = false
        /// Whether one is chosen from a list.
        public var isSelect = false
        /// Whether it takes files.
        public var isFile = false
        /// Whether one of several is chosen by buttons.
        public var isRadio = false
        /// Whether it is several boxes.
        public var isChecks = false
        /// Whether it is one box.
        public var isCheckbox = false
        /// Whether it is ticked.
        public var isChecked = false
        /// Whether several may be chosen.
        public var isMultiple = false
        /// What it holds.
        public var value: String?
        /// What can be chosen from.
        public var options: [Option] = []
        /// Whether it must be filled in.
        public var isRequired = false
        /// Whether it cannot be changed.
        public var isReadonly = false
        /// Whether it cannot be used.
        public var isDisabled = false
        /// Whether it is set in a fixed width.
        public var isMono = false
        /// Whether it holds numbers, which stand to the right.
        public var isNumber = false
        /// Whether it takes the room that is left.
        public var isWide = false
        /// Whether it does not say that it is optional.
        public var isBare = false
        /// Types of files it takes.
        public var accept: String?
        /// What a browser may fill in.
        public var autocomplete: String?
        /// Which keys a phone offers.
        public var inputmode: String?
        /// A pattern its text must have.
        public var pattern: String?
        /// Its smallest value.
        public var min: String?
        /// Its largest value.
        public var max: String?
        /// The step of its numbers.
        public var step: String?
        /// Characters it takes at most.
        public var maxlength: Int?
        /// What is counted.
        public var unit: String?
        /// The address that completes what is typed.
        public var complete: String?

        /// A field; its id is made of its name, where nothing else is said.
        public init(
            _ name: String, _ label: String, _ kind: Kind = .line("text"), id: String? = nil, value: String? = nil, hint: String? = nil,
            error: String? = nil, isRequired: Bool = false
        ) {
            self.id = id ?? "field-" + name
            self.name = name
            self.label = label
            self.value = value
            self.hint = hint
            self.error = error
            self.isRequired = isRequired
            switch kind {
            case .line(let type): self.type = type
            case .area(let rows):
                isTextarea = true
                self.rows = rows
            case .choice: isSelect = true
            case .choices: isChecks = true
            case .radio: isRadio = true
            case .file: isFile = true
            case .box: isCheckbox = true
            }
        }

        /// A field with a choice.
        public init(
            _ name: String, _ label: String, _ kind: Kind = .choice, options: [(value: String, label: String)], selected: Set<String>,
            hint: String? = nil, error: String? = nil, isRequired: Bool = false
        ) {
            self.init(name, label, kind, hint: hint, error: error, isRequired: isRequired)
            self.options = options.enumerated().map { place, option in
                Option(id: "field-\(name)-\(place)", value: option.value, label: option.label, isSelected: selected.contains(option.value))
            }
        }
    }

    /// `parts/form`
    public struct Form: Sendable {
        /// What is wrong with one field.
        public struct Problem: Sendable {
            /// Names it within its page.
            public let id: String
            /// The words.
            public let text: String

            /// With its values.
            public init(id: String, text: String) {
                self.id = id
                self.text = text
            }
        }

        /// What can be done there.
        public let action: String
        /// Its fields, in order.
        public let fields: [Field]
        /// What the button says.
        public let submit: String
        /// Where to go back to.
        public var cancel: String?
        /// What is wrong, said at the top.
        public var problems: [Problem] = []
        /// Values that are sent along.
        public var hidden: [Hidden] = []
        /// Whether files are sent along.
        public var isMultipart = false
        /// Whether it destroys something.
        public var isDanger = false
        /// A question asked first.
        public var confirm: String?

        /// A form; what is wrong with its fields is said at its top, too.
        public init(_ action: String, fields: [Field], submit: String, cancel: String? = nil, hidden: [Hidden] = []) {
            self.action = action
            self.fields = fields
            self.submit = submit
            self.cancel = cancel
            self.hidden = hidden
            problems = fields.compactMap { field in field.error.map { Problem(id: field.id, text: "\(field.label): \($0)") } }
            isMultipart = fields.contains(where: \.isFile)
        }
    }

    /// `parts/filter`
    public struct Filter: Sendable {
        /// The search field of a filter.
        public struct Search: Sendable {
            /// What it is called.
            public let name: String
            /// What people read.
            public let label: String
            /// What it holds.
            public let value: String?
            /// What helps to fill it in.
            public var hint: String?
            /// The address that completes what is typed.
            public var complete: String?

            /// With its values.
            public init(name: String, label: String, value: String?, hint: String? = nil, complete: String? = nil) {
                self.name = name
                self.label = label
                self.value = value
                self.hint = hint
                self.complete = complete
            }
        }

        /// What can be done there.
        public var action: String?
        /// The search field.
        public var search: Search?
        /// Its fields, in order.
        public var fields: [Field]
        /// Values that are sent along.
        public var hidden: [Hidden] = []
        /// What narrows the list now; each takes itself away.
        public var chips: [Link] = []
        /// The address without any narrowing.
        public var clear: String?

        /// With its values.
        public init(
            search: Search? = nil, fields: [Field] = [], hidden: [Hidden] = [], chips: [Link] = [], clear: String? = nil
        ) {
            self.search = search
            self.hidden = hidden
            self.chips = chips
            self.clear = clear
            self.fields = fields.map { field in
                var field = field
                field.isBare = true
                return field
            }
        }
    }

    /// `parts/facts`
    public struct Facts: Sendable {
        /// One thing that is known.
        public struct Fact: Sendable {
            /// What is said of it.
            public let term: String
            /// The words.
            public var text: String?
            /// A second, quieter line.
            public var sub: String?
            /// Where it leads.
            public var link: Link?
            /// Where it leads, several.
            public var links: [Link] = []
            /// When.
            public var time: Time?
            /// How bad.
            public var severity: Named?
            /// In which state.
            public var state: Named?
            /// Its marking.
            public var tlp: Named?
            /// Short marks.
            public var tags: [Tag] = []
            /// Whether it is set in a fixed width.
            public var isMono = false
            /// Trusted.
            public var html: String?

            /// With its values.
            public init(
                _ term: String, _ text: String? = nil, sub: String? = nil, link: Link? = nil, links: [Link] = [], time: Time? = nil,
                severity: Named? = nil, state: Named? = nil, tlp: Named? = nil, tags: [Tag] = [], isMono: Bool = false
            ) {
                self.term = term
                self.text = text
                self.sub = sub
                self.link = link
                self.links = links
                self.time = time
                self.severity = severity
                self.state = state
                self.tlp = tlp
                self.tags = tags
                self.isMono = isMono
            }
        }

        /// What is known.
        public let facts: [Fact]

        /// With its values.
        public init(_ facts: [Fact]) { self.facts = facts }
    }

    /// `parts/timeline`
    public struct Timeline: Sendable {
        /// One thing that happened.
        public struct Item: Sendable {
            /// The kinds there are.
            public enum Kind: String, Sendable { case good, warn, bad }

            /// What it is called.
            public let title: String
            /// Name of a picture in the icon sheet.
            public let icon: String
            /// When.
            public let time: Time
            /// What kind it is.
            public let kind: String?
            /// Where it leads.
            public var href: String?
            /// Who did it.
            public var actor: String?
            /// The words.
            public var text: String?
            /// Words of a person.
            public var quote: String?
            /// In which state.
            public var state: Named?
            /// How bad.
            public var severity: Named?
            /// Short marks.
            public var tags: [Tag] = []
            /// What can be done here.
            public var actions: [Action] = []
            /// Trusted.
            public var html: String?

            /// With its values.
            public init(
                _ title: String, icon: String, time: Time, kind: Kind? = nil, href: String? = nil, actor: String? = nil,
                text: String? = nil,
                quote: String? = nil
            ) {
                self.title = title
                self.icon = icon
                self.time = time
                self.kind = kind?.rawValue
                self.href = href
                self.actor = actor
                self.text = text
                self.quote = quote
            }
        }

        /// What happened.
        public let items: [Item]

        /// With its values.
        public init(_ items: [Item]) { self.items = items }
    }
}
