extension Parts {
    /// `parts/table`
    public struct Table: Sendable {
        public struct Sort: Sendable {
            /// How a column is sorted now.
            public enum Direction: String, Sendable { case none, ascending, descending }
            public let href: String
            public let direction: String

            public init(href: String, _ direction: Direction) {
                self.href = href
                self.direction = direction.rawValue
            }
        }

        public struct Column: Sendable {
            public let label: String
            public var isNumber: Bool
            public var isLabelHidden: Bool
            public var sort: Sort?

            public init(_ label: String, isNumber: Bool = false, isLabelHidden: Bool = false, sort: Sort? = nil) {
                self.label = label
                self.isNumber = isNumber
                self.isLabelHidden = isLabelHidden
                self.sort = sort
            }
        }

        public struct Check: Sendable {
            public let name: String
            public let value: String
            public let label: String
            public var isChecked = false

            public init(name: String, value: String, label: String) {
                self.name = name
                self.value = value
                self.label = label
            }
        }

        public struct Cell: Sendable {
            /// Its column's, shown on phones where the table stacks.
            public var label: String?
            public var text: String?
            public var href: String?
            /// The link is the whole row's.
            public var isRow = false
            /// It names the row.
            public var isHead = false
            public var isNumber = false
            public var isMono = false
            public var icon: String?
            public var sub: String?
            public var time: Time?
            public var severity: Named?
            public var state: Named?
            public var tlp: Named?
            public var tags: [Tag] = []
            public var check: Check?
            public var action: Action?
            /// Trusted.
            public var html: String?

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

        public struct Row: Sendable {
            public let cells: [Cell]
            public var isStrong = false
            public var isFaded = false

            public init(_ cells: [Cell], isStrong: Bool = false, isFaded: Bool = false) {
                self.cells = cells
                self.isStrong = isStrong
                self.isFaded = isFaded
            }
        }

        public let id: String
        public let caption: String
        public var isCaptionHidden = false
        public let columns: [Column]
        public let rows: [Row]
        public var foot: [Cell] = []
        public var stacks = true
        public var chooser = false
        public var summary: String?
        public var actions: [Action] = []
        public var empty: Empty?
        public var pager: Pager?

        /// A table; cells take the labels of their columns.
        public init(id: String, caption: String, columns: [Column], rows: [Row], empty: Empty? = nil) {
            self.id = id
            self.caption = caption
            self.columns = columns
            self.rows = rows.map { row in
                let cells = zip(row.cells, columns).map { cell, column in
                    var cell = cell
                    if cell.label == nil, !column.isLabelHidden { cell.label = column.label }
                    if column.isNumber { cell.isNumber = true }
                    return cell
                }
                return Row(cells, isStrong: row.isStrong, isFaded: row.isFaded)
            }
            self.empty = empty
        }
    }

    /// `parts/pager`
    public struct Pager: Sendable {
        public struct PageLink: Sendable {
            public let label: String
            public var href: String?
            public var isCurrent = false
            public var isGap = false
        }

        public let previous: String?
        public let next: String?
        public var pages: [PageLink] = []

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
