extension Parts {
    /// `parts/table`
    public struct Table: Sendable {
        /// A column that can be sorted.
        public struct Sort: Sendable {
            /// How a column is sorted now.
            public enum Direction: String, Sendable { case none, ascending, descending }
            /// Where it leads.
            public let href: String
            /// Which way.
            public let direction: String

            /// With its values.
            public init(href: String, _ direction: Direction) {
                self.href = href
                self.direction = direction.rawValue
            }
        }

        /// One column.
        public struct Column: Sendable {
            /// What people read.
            public let label: String
            /// Whether it holds numbers, which stand to the right.
            public var isNumber: Bool
            /// Whether only screen readers are told the label.
            public var isLabelHidden: Bool
            /// How the column is sorted.
            public var sort: Sort?

            /// With its values.
            public init(_ label: String, isNumber: Bool = false, isLabelHidden: Bool = false, sort: Sort? = nil) {
                self.label = label
                self.isNumber = isNumber
                self.isLabelHidden = isLabelHidden
                self.sort = sort
            }
        }

        /// A box to tick in a row.
        public struct Check: Sendable {
            /// What it is called.
            public let name: String
            /// What it holds.
            public let value: String
            /// What people read.
            public let label: String
            /// Whether it is ticked.
            public var isChecked = false

            /// With its values.
            public init(name: String, value: String, label: String) {
                self.name = name
                self.value = value
                self.label = label
            }
        }

        /// One cell: a text, or one of the other things it may hold.
        public struct Cell: Sendable {
            /// Its column's, shown on phones where the table stacks.
            public var label: String?
            /// The words.
            public var text: String?
            /// Where it leads.
            public var href: String?
            /// The link is the whole row's.
            public var isRow = false
            /// It names the row.
            public var isHead = false
            /// Whether it holds numbers, which stand to the right.
            public var isNumber = false
            /// Whether it is set in a fixed width.
            public var isMono = false
            /// Name of a picture in the icon sheet.
            public var icon: String?
            /// A second, quieter line.
            public var sub: String?
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
            /// A box to tick.
            public var check: Check?
            /// What can be done there.
            public var action: Action?
            /// Trusted.
            public var html: String?
            /// Whether nothing stands in it: on a phone, where cells stand below each other, it is left out.
            var isBlank = false

            /// With its values.
            public init(
                _ text: String? = nil, label: String? = nil, href: String? = nil, isRow: Bool = false, isHead: Bool = false,
                isNumber: Bool = false, isMono: Bool = false, sub: String? = nil, time: Time? = nil, severity: Named? = nil,
                state: Named? = nil, tlp: Named? = nil, tags: [Tag] = [], check: Check? = nil, action: Action? = nil, html: String? = nil
            ) {
                self.label = label
                self.text = text
                self.href = href
                self.isRow = isRow
                self.isHead = isHead
                self.isNumber = isNumber
                self.isMono = isMono
                self.sub = sub
                self.time = time
                self.severity = severity
                self.state = state
                self.tlp = tlp
                self.tags = tags
                self.check = check
                self.action = action
                self.html = html
            }
        }

        /// One row.
        public struct Row: Sendable {
            /// Its cells, one a column.
            public let cells: [Cell]
            /// Whether the row matters more.
            public var isStrong = false
            /// Whether the row matters less.
            public var isFaded = false

            /// With its values.
            public init(_ cells: [Cell], isStrong: Bool = false, isFaded: Bool = false) {
                self.cells = cells
                self.isStrong = isStrong
                self.isFaded = isFaded
            }
        }

        /// Names it within its page.
        public let id: String
        /// What the rows are.
        public let caption: String
        /// Whether a heading says the caption already.
        public var isCaptionHidden = false
        /// Its columns.
        public let columns: [Column]
        /// Its rows.
        public let rows: [Row]
        /// A last row of sums.
        public var foot: [Cell] = []
        /// Whether each row becomes a card on a phone.
        public var stacks = true
        /// Whether people may hide columns.
        public var chooser = false
        /// How many rows of how many are shown.
        public var summary: String?
        /// What can be done here.
        public var actions: [Action] = []
        /// What is said where there are no rows.
        public var empty: Empty?
        /// Leads to the other pages.
        public var pager: Pager?

        /// A table; cells take the labels of their columns.
        public init(
            id: String, caption: String, isCaptionHidden: Bool = false, columns: [Column], rows: [Row], summary: String? = nil,
            actions: [Action] = [], empty: Empty? = nil, pager: Pager? = nil
        ) {
            self.id = id
            self.caption = caption
            self.isCaptionHidden = isCaptionHidden
            self.summary = summary
            self.actions = actions
            self.pager = pager
            self.columns = columns
            self.rows = rows.map { row in
                let cells = zip(row.cells, columns).map { cell, column in
                    var cell = cell
                    if cell.label == nil, !column.isLabelHidden { cell.label = column.label }
                    if column.isNumber { cell.isNumber = true }
                    cell.isBlank = cell.hasNothing
                    return cell
                }
                return Row(cells, isStrong: row.isStrong, isFaded: row.isFaded)
            }
            self.empty = empty
        }
    }

    /// `parts/pager`
    public struct Pager: Sendable {
        /// A page by its number.
        public struct PageLink: Sendable {
            /// What people read.
            public let label: String
            /// Where it leads.
            public var href: String?
            /// Whether it is the one shown.
            public var isCurrent = false
            /// Whether pages are left out here.
            public var isGap = false
        }

        /// The page before.
        public let previous: String?
        /// The page after.
        public let next: String?
        /// The pages by number.
        public var pages: [PageLink] = []

        /// With its values.
        public init(previous: String?, next: String?) {
            self.previous = previous
            self.next = next
        }

        /// Leads through numbered pages.
        /// - Parameter address: of a page's number, from 1
        public init?(page: Int, of count: Int, address: (Int) -> String) {
            guard count > 1 else { return nil }
            previous = page > 1 ? address(page - 1) : nil
            next = page < count ? address(page + 1) : nil
            var last = 0
            for number in Set([1, 2, page - 1, page, page + 1, count - 1, count]).filter({ (1...count).contains($0) }).sorted() {
                if number > last + 1 { pages.append(PageLink(label: "…", isGap: true)) }
                pages.append(PageLink(label: "\(number)", href: address(number), isCurrent: number == page))
                last = number
            }
        }
    }
}

extension Parts.Table.Cell {
    fileprivate var hasNothing: Bool {
        (text ?? "").isEmpty && (sub ?? "").isEmpty && (html ?? "").isEmpty && icon == nil && time == nil && (severity?.label ?? "").isEmpty
            && state == nil && tlp == nil && tags.isEmpty && check == nil && action == nil
    }
}
