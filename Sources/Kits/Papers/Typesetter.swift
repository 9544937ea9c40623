internal import Vocabulary

/// Sets a paper from above to below and begins pages as they fill. Without a canvas it only counts them.
final class Typesetter {
    let paper: Paper
    let press: Press
    let canvas: Canvas?
    /// The page that is being set, from 1.
    private(set) var page = 1
    /// How far down the page is set, in points.
    var y = PaperLook.top
    private let pages: Int

    /// - Parameter pages: how many pages there will be, for their numbers
    init(paper: Paper, press: Press, canvas: Canvas?, pages: Int) {
        self.paper = paper
        self.press = press
        self.canvas = canvas
        self.pages = pages
    }

    var room: Double { PaperLook.bottom - y }
    var isAtTop: Bool { y <= PaperLook.top + 0.01 }

    /// Sets the whole paper.
    func set() {
        setMargins()
        setTitle()
        for block in paper.blocks { set(block) }
    }

    private func set(_ block: Block) {
        switch block {
        case .heading(let level, let text): setHeading(text, level: min(max(level, 1), 3))
        case .paragraph(let text):
            place(flow(text, .body), tag: "P")
            y += 6
        case .list(let ordered, let items): setList(items, ordered: ordered)
        case .keyValues(let pairs): setKeyValues(pairs)
        case .table(let table): set(table)
        case .code(let text): setCode(text)
        case .note(let title, let text): setNote(title, text)
        case .pageBreak: if !isAtTop { nextPage() }
        }
    }

    func flow(_ text: PaperText, _ style: TextStyle, width: Double = PaperLook.textWidth) -> TextFlow {
        TextFlow(text, style: style, width: width, press: press)
    }

    /// Begins a page unless `height` fits on this one.
    func need(_ height: Double) {
        if height > room, !isAtTop { nextPage() }
    }

    func nextPage() {
        canvas?.nextPage()
        page += 1
        y = PaperLook.top
        setMargins()
    }

    /// Sets a text over as many pages as it takes; the tag is that of each page's part of it.
    ///
    /// - Parameter behind: draws what stands behind lines of this height, before they are drawn
    func place(
        _ text: TextFlow, x: Double = PaperLook.left, tag: String, behind: (_ y: Double, _ height: Double) -> Void = { _, _ in }
    ) {
        while !text.isDone {
            let lines = text.take(fitting: room, takesOne: isAtTop)
            if lines.isEmpty {
                if text.isDone { return }
                nextPage()
                continue
            }
            let height = lines.reduce(0) { $0 + $1.height }
            behind(y, height)
            draw(lines, x: x, y: y, tag: tag, hasLinks: text.hasLinks)
            y += height
        }
    }

    /// Draws lines one under the other.
    func draw(_ lines: [SetLine], x: Double, y: Double, tag: String, hasLinks: Bool) {
        guard let canvas else { return }
        canvas.begin(tag)
        // Cairo marks the content of a tag as its text only if it has no tags in it.
        if hasLinks { canvas.begin("Span") }
        var lineY = y
        for line in lines {
            canvas.draw(line, x: x, y: lineY)
            lineY += line.height
        }
        if hasLinks {
            canvas.end("Span")
            lineY = y
            for line in lines {
                for link in line.links { canvas.link(link, x: x, y: lineY, height: line.height) }
                lineY += line.height
            }
        }
        canvas.end(tag)
    }

    private func setTitle() {
        let top = y
        place(flow(PaperText(paper.title), .title), tag: "H1")
        if page == 1 { canvas?.outline(paper.title, level: 0, page: 1, y: top) }
        y += 2
        place(flow(PaperText(sidelines.joined(separator: "  ·  ")), .key), tag: "P")
        y += 6
        canvas?.fill(x: PaperLook.left, y: y, width: PaperLook.textWidth, height: 0.75, .ink)
        y += 12
    }

    /// What stands under the title and at the foot: the number and the day.
    private var sidelines: [String] {
        [paper.number, String(paper.date.iso8601.prefix(10))].compactMap { $0 }.filter { !$0.isEmpty }
    }

    /// Head and foot of a page. They are no part of the text and bear no tag, so that they are not read out on every page.
    private func setMargins() {
        guard canvas != nil else { return }
        setMargin(left: paper.house, centre: "", y: 34)
        setMargin(left: sidelines.joined(separator: "  ·  "), centre: "\(page)/\(pages)", y: PaperLook.height - 50)
    }

    private func setMargin(left: String, centre: String, y: Double) {
        let label = TextFlow(paper.marking.label, style: .label(paper.marking), width: 200, press: press).take(fitting: 100, takesOne: true)
        let height = label.reduce(0) { $0 + $1.height }
        let width = label.map(\.width).max() ?? 0
        let labelX = PaperLook.right - width - 5
        canvas?.fill(x: labelX - 5, y: y, width: width + 10, height: height, .black)
        drawUntagged(label, x: labelX, y: y)

        let side = (PaperLook.textWidth - 60) / 2 - 20
        let text = TextFlow(left, style: .margin, width: side, press: press).take(fitting: 24, takesOne: true)
        drawUntagged(text, x: PaperLook.left, y: y + 3)
        let middle = TextFlow(centre, style: .margin, width: 100, alignment: .centre, press: press).take(fitting: 14, takesOne: true)
        drawUntagged(middle, x: PaperLook.width / 2 - 50, y: y + 3)
    }

    private func drawUntagged(_ lines: [SetLine], x: Double, y: Double) {
        var lineY = y
        for line in lines {
            canvas?.draw(line, x: x, y: lineY)
            lineY += line.height
        }
    }
}
