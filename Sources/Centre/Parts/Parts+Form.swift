extension Parts {
    /// `parts/field`
    public struct Field: Sendable {
        public struct Option: Sendable {
            public let id: String
            public let value: String
            public let label: String
            public var isSelected: Bool
            public var hint: String?

            public init(id: String, value: String, label: String, isSelected: Bool = false, hint: String? = nil) {
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

        public let id: String
        public let name: String
        public let label: String
        public var hint: String?
        public var error: String?
        public var type: String?
        public var rows: Int?
        public var isTextarea = false
        public var isSelect = false
        public var isFile = false
        public var isRadio = false
        public var isChecks = false
        public var isCheckbox = false
        public var isChecked = false
        public var isMultiple = false
        public var value: String?
        public var options: [Option] = []
        public var isRequired = false
        public var isReadonly = false
        public var isDisabled = false
        public var isMono = false
        public var isNumber = false
        public var isWide = false
        public var isBare = false
        public var accept: String?
        public var autocomplete: String?
        public var inputmode: String?
        public var pattern: String?
        public var min: String?
        public var max: String?
        public var step: String?
        public var maxlength: Int?
        public var unit: String?
        public var complete: String?

        /// A field whose id is its name.
        public init(
            _ name: String, _ label: String, _ kind: Kind = .line("text"), value: String? = nil, hint: String? = nil, error: String? = nil,
            isRequired: Bool = false
        ) {
            id = "field-" + name
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
        public struct Problem: Sendable {
            public let id: String
            public let text: String

            public init(id: String, text: String) {
                self.id = id
                self.text = text
            }
        }

        public let action: String
        public let fields: [Field]
        public let submit: String
        public var cancel: String?
        public var problems: [Problem] = []
        public var hidden: [Hidden] = []
        public var isMultipart = false
        public var isDanger = false
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
        public struct Search: Sendable {
            public let name: String
            public let label: String
            public let value: String?
            public var hint: String?
            public var complete: String?

            public init(name: String, label: String, value: String?, hint: String? = nil, complete: String? = nil) {
                self.name = name
                self.label = label
                self.value = value
                self.hint = hint
                self.complete = complete
            }
        }

        public var action: String?
        public var search: Search?
        public var fields: [Field]
        public var hidden: [Hidden] = []
        public var chips: [Link] = []
        public var clear: String?

        public init(search: Search? = nil, fields: [Field] = []) {
            self.search = search
            self.fields = fields.map { field in
                var field = field
                field.isBare = true
                return field
            }
        }
    }

    /// `parts/facts`
    public struct Facts: Sendable {
        public struct Fact: Sendable {
            public let term: String
            public var text: String?
            public var sub: String?
            public var link: Link?
            public var links: [Link] = []
            public var time: Time?
            public var severity: Named?
            public var state: Named?
            public var tlp: Named?
            public var tags: [Tag] = []
            public var isMono = false
            /// Trusted.
            public var html: String?

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

        public let facts: [Fact]

        public init(_ facts: [Fact]) { self.facts = facts }
    }

    /// `parts/timeline`
    public struct Timeline: Sendable {
        public struct Item: Sendable {
            public enum Kind: String, Sendable { case good, warn, bad }

            public let title: String
            public let icon: String
            public let time: Time
            public let kind: String?
            public var href: String?
            public var actor: String?
            public var text: String?
            public var quote: String?
            public var state: Named?
            public var severity: Named?
            public var tags: [Tag] = []
            public var actions: [Action] = []
            /// Trusted.
            public var html: String?

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

        public let items: [Item]

        public init(_ items: [Item]) { self.items = items }
    }
}
