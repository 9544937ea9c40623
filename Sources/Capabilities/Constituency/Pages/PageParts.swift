internal import Centre
internal import Vocabulary

// Values of the frame's parts; their fields are described in Centre/Resources/README.md.

struct PageLink: Sendable {
    let label: String
    let href: String
}

struct HiddenField: Sendable {
    let name: String
    let value: String
}

struct NamedMark: Sendable {
    let name: String
    let label: String
}

struct Tag: Sendable {
    let label: String
    var kind: String?
    var icon: String?
    var title: String?
}

struct ShownTime: Sendable {
    let iso: String
    let text: String

    init(_ instant: Instant, _ request: WebRequest) {
        iso = instant.iso8601
        text = request.words.dateTime(instant, zone: request.zone)
    }
}

struct Action: Sendable {
    let label: String
    var href: String?
    var post: String?
    var fields: [HiddenField] = []
    var confirm: String?
    var icon: String?
    var isPrimary = false
    var isDanger = false
    var isPlain = false
    var isSmall = false
}

struct Head: Sendable {
    let title: String
    var lead: String?
    var crumbs: [PageLink] = []
    var tags: [Tag] = []
    var actions: [Action] = []
}

struct Empty: Sendable {
    let title: String
    var text: String?
    var icon: String?
    var action: Action?
}

struct Figure: Sendable {
    let label: String
    let value: String
    var unit: String?
    var href: String?
    var note: String?
}

struct Figures: Sendable {
    let figures: [Figure]
}

struct Fact: Sendable {
    let term: String
    var text: String?
    var sub: String?
    var link: PageLink?
    var links: [PageLink] = []
    var time: ShownTime?
    var tlp: NamedMark?
    var tags: [Tag] = []
    var isMono = false
}

struct Facts: Sendable {
    let facts: [Fact]
}

struct Tab: Sendable {
    let label: String
    let href: String
    var isCurrent = false
    var count: String?
}

struct Tabs: Sendable {
    let label: String
    let tabs: [Tab]
}

struct TimelineItem: Sendable {
    let title: String
    let icon: String
    let time: ShownTime
    var kind: String?
    var href: String?
    var actor: String?
    var text: String?
    var tags: [Tag] = []
}

struct Timeline: Sendable {
    let items: [TimelineItem]
}

/// What narrows a list.
struct FilterForm: Sendable {
    struct Search: Sendable {
        let name: String
        let label: String
        let value: String
        var hint: String?
    }
    let search: Search
    var fields: [Field] = []
    var hidden: [HiddenField] = []
    var chips: [PageLink] = []
    var clear: String?
}

struct Pager: Sendable {
    struct Number: Sendable {
        let label: String
        let href: String
        let isCurrent: Bool
        var isGap = false
    }
    var previous: String?
    var next: String?
    var pages: [Number] = []

    /// Pages around the current one, the first and the last; nil where there is only one.
    init?(page: Int, pages count: Int, href: (Int) -> String) {
        guard count > 1 else { return nil }
        if page > 1 { previous = href(page - 1) }
        if page < count { next = href(page + 1) }
        var last = 0
        for number in 1...count where number == 1 || number == count || abs(number - page) <= 2 {
            if number > last + 1 { pages.append(Number(label: "…", href: "", isCurrent: false, isGap: true)) }
            pages.append(Number(label: String(number), href: href(number), isCurrent: number == page))
            last = number
        }
    }
}

struct Table: Sendable {
    struct Sort: Sendable {
        let href: String
        let direction: String
    }
    struct Column: Sendable {
        let label: String
        var isNumber = false
        var isLabelHidden = false
        var sort: Sort?
    }
    struct Cell: Sendable {
        let label: String
        var text: String?
        var href: String?
        var sub: String?
        var isRow = false
        var isHead = false
        var isNumber = false
        var isMono = false
        var time: ShownTime?
        var tlp: NamedMark?
        var tags: [Tag] = []
        var action: Action?
    }
    struct Row: Sendable {
        let cells: [Cell]
        var isStrong = false
        var isFaded = false
    }
    let id: String
    let caption: String
    var isCaptionHidden = false
    let columns: [Column]
    let rows: [Row]
    var stacks = true
    var summary: String?
    var actions: [Action] = []
    var empty: Empty?
    var pager: Pager?
}

struct Field: Sendable {
    struct Option: Sendable {
        var id = ""
        let value: String
        let label: String
        var isSelected = false
        var hint: String?
    }
    let id: String
    let name: String
    let label: String
    var hint: String?
    var error: String?
    var type: String? = "text"
    var value: String?
    var options: [Option] = []
    var rows: Int?
    var isTextarea = false
    var isSelect = false
    var isFile = false
    var isMultiple = false
    var isRadio = false
    var isChecks = false
    var isCheckbox = false
    var isChecked = false
    var isRequired = false
    var isReadonly = false
    var isMono = false
    var isBare = false
    var accept: String?
    var autocomplete: String?
    var maxlength: Int?

    init(_ name: String, _ label: String, id: String? = nil) {
        self.id = id ?? "field-" + name
        self.name = name
        self.label = label
    }
}

struct FormView: Sendable {
    struct Problem: Sendable {
        let id: String
        let text: String
    }
    let action: String
    var fields: [Field]
    let submit: String
    var cancel: String?
    var hidden: [HiddenField] = []
    var problems: [Problem] = []
    var isMultipart = false
    var isDanger = false
    var confirm: String?

    init(action: String, fields: [Field], submit: String, cancel: String? = nil, hidden: [HiddenField] = []) {
        self.action = action
        self.fields = fields
        self.submit = submit
        self.cancel = cancel
        self.hidden = hidden
        problems = fields.compactMap { field in field.error.map { Problem(id: field.id, text: "\(field.label): \($0)") } }
    }
}

/// A page that is a heading and a form.
struct FormPage: Sendable {
    let head: Head
    let form: FormView
    var notes: [String] = []
}
