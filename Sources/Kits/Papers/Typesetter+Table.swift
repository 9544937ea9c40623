extension Typesetter {
    /// One cell of a row that is being set.
    struct RowCell {
        var flow: TextFlow
        var x: Double
        var tag: String
    }

    private static let padding = 4.0

    /// Sets a table; its header again on each page it reaches.
    func set(_ table: PaperTable) {
        let sum = table.columns.reduce(0) { $0 + $1.width }
        var columns: [(x: Double, width: Double)] = []
        var x = PaperLook.left
        for column in table.columns {
            let width = PaperLook.textWidth * column.width / sum
            columns.append((x, width))
            x += width
        }

        func cells(_ texts: [PaperText], style: TextStyle, tag: String) -> [RowCell] {
            texts.enumerated().map { number, text in
                let place = columns[number]
                let flow = TextFlow(
                    text, style: style, width: place.width - 2 * Self.padding, alignment: table.columns[number].alignment, press: press)
                return RowCell(flow: flow, x: place.x + Self.padding, tag: tag)
            }
        }
        let titles = table.columns.map { PaperText($0.title) }
        var isInRow = false
        func setHeader() {
            let header = cells(titles, style: .header, tag: "TH")
            // A header may take half a page, whatever its titles are; the rows need the rest.
            let height = min(header.map { $0.flow.height(upTo: headerLimit) }.max() ?? 0, headerLimit)
            canvas?.fill(x: PaperLook.left, y: y, width: PaperLook.textWidth, height: height + 2 * Self.padding, .ground)
            y += Self.padding
            if !isInRow { canvas?.begin("TR") }
            for cell in header {
                let lines = cell.flow.take(fitting: height, takesOne: true)
                // In the middle of a row the header is only paint: a reader has heard it already.
                isInRow ? paint(lines, x: cell.x) : draw(lines, x: cell.x, y: y, tag: "TH", hasLinks: false)
            }
            if !isInRow { canvas?.end("TR") }
            y += height + Self.padding
        }

        need(46)
        canvas?.begin("Table")
        setHeader()
        for row in table.rows {
            let cells = cells(row, style: .cell, tag: "TD")
            let page = PaperLook.bottom - PaperLook.top
            let height = (cells.map { $0.flow.height(upTo: page) }.max() ?? 0) + 2 * Self.padding
            // A row moves to the next page as a whole if it fits there with the header.
            if height > room, height < page * 0.5 || room < 40 {
                nextPage()
                setHeader()
            }
            canvas?.begin("TR")
            isInRow = true
            y += Self.padding
            setRow(
                cells,
                onNewPage: {
                    setHeader(); self.y += Self.padding
                })
            y += Self.padding
            canvas?.fill(x: PaperLook.left, y: y, width: PaperLook.textWidth, height: 0.5, .rule)
            isInRow = false
            canvas?.end("TR")
        }
        canvas?.end("Table")
        y += 12
    }

    private var headerLimit: Double { (PaperLook.bottom - PaperLook.top) / 2 }

    private func paint(_ lines: [SetLine], x: Double) {
        var lineY = y
        for line in lines {
            canvas?.draw(line, x: x, y: lineY)
            lineY += line.height
        }
    }

    /// Sets texts beside one another, over as many pages as the longest takes.
    func setRow(_ cells: [RowCell], onNewPage: () -> Void = {}) {
        var isFresh = isAtTop
        while true {
            var height = 0.0
            var isTagged = false
            for cell in cells {
                let lines = cell.flow.take(fitting: room, takesOne: isFresh)
                if lines.isEmpty { continue }
                draw(lines, x: cell.x, y: y, tag: cell.tag, hasLinks: cell.flow.hasLinks)
                height = max(height, lines.reduce(0) { $0 + $1.height })
                isTagged = true
            }
            y += height
            if cells.allSatisfy(\.flow.isDone) { return }
            if !isTagged, isFresh { return }
            nextPage()
            isFresh = true
            onNewPage()
        }
    }
}
