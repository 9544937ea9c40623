internal import CPango

/// A text that becomes lines of one width as they are asked for, so that a text of any length needs the memory of a page.
final class TextFlow {
    private struct Span {
        var range: Range<Int>
        var style: TextStyle
        var address: String?
    }

    /// Pango lays a paragraph out as a whole; this many bytes at a time are a page of text and stay quick.
    private static let pieceLength = 4_096

    let style: TextStyle
    private let press: Press
    private let width: Double
    private let alignment: PaperTable.Alignment
    private let bytes: [UInt8]
    private let spans: [Span]
    private var next = 0
    private var isLaidOut = false
    private var lines: ArraySlice<SetLine> = []

    init(
        _ text: PaperText, style: TextStyle, width: Double, alignment: PaperTable.Alignment = .start, keepsSpaces: Bool = false,
        press: Press
    ) {
        self.press = press
        self.style = style
        self.width = max(width, 1)
        self.alignment = alignment
        var bytes: [UInt8] = []
        var spans: [Span] = []
        for run in text.runs {
            var runStyle = style
            var address: String?
            let content: String
            switch run {
            case .plain(let text): content = text
            case .bold(let text):
                content = text
                runStyle.isBold = true
            case .code(let text):
                content = text
                runStyle.isCode = true
            case .link(let text, let target):
                content = text
                address = HarmlessText.address(target)
                if address != nil { runStyle.colour = .accent }
            }
            let start = bytes.count
            bytes.append(contentsOf: HarmlessText.clean(content, keepsSpaces: keepsSpaces).utf8)
            spans.append(Span(range: start..<bytes.count, style: runStyle, address: address))
        }
        self.bytes = bytes
        self.spans = spans
    }

    convenience init(_ text: String, style: TextStyle, width: Double, alignment: PaperTable.Alignment = .start, press: Press) {
        self.init(PaperText(text), style: style, width: width, alignment: alignment, press: press)
    }

    /// True if no line is left.
    var isDone: Bool { isLaidOut && lines.isEmpty && next >= bytes.count }

    /// True if the text has links.
    var hasLinks: Bool { spans.contains { $0.address != nil } }

    /// The height of the lines that are left, measured no further than `limit`: more than `limit` means more than that.
    func height(upTo limit: Double) -> Double {
        var sum = lines.reduce(0) { $0 + $1.height }
        while sum <= limit, layNextPiece() { sum = lines.reduce(0) { $0 + $1.height } }
        return sum
    }

    /// The next lines that fit into `height`; at least one where `takesOne`.
    func take(fitting height: Double, takesOne: Bool) -> [SetLine] {
        var taken: [SetLine] = []
        var left = height
        while let line = nextLine(), line.height <= left + 0.01 || (takesOne && taken.isEmpty) {
            taken.append(line)
            left -= line.height
            lines.removeFirst()
        }
        return taken
    }

    private func nextLine() -> SetLine? {
        if lines.isEmpty { _ = layNextPiece() }
        return lines.first
    }

    /// Lays the next piece out; false where there is none.
    private func layNextPiece() -> Bool {
        guard next < bytes.count || !isLaidOut else { return false }
        isLaidOut = true
        var end = min(next + TextFlow.pieceLength, bytes.count)
        while end < bytes.count, end > next, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        let start = next
        guard let layout = pango_layout_new(press.context) else {
            next = bytes.count
            return false
        }
        let text = SetText(layout)
        configure(layout, start..<end)
        var set = setLines(of: text, from: start)
        // The end of a piece is not the end of a line: the last line is laid out anew with what follows it.
        if end < bytes.count, set.count > 1, let last = set.last, last.line.pointee.start_index > 0 {
            next = start + Int(last.line.pointee.start_index)
            set.removeLast()
        } else {
            next = end
        }
        lines.append(contentsOf: set)
        return true
    }

    private func configure(_ layout: OpaquePointer, _ range: Range<Int>) {
        bytes[range].withUnsafeBytes { buffer in
            pango_layout_set_text(layout, buffer.bindMemory(to: CChar.self).baseAddress ?? nil, Int32(buffer.count))
        }
        pango_layout_set_width(layout, Int32(width * Double(PANGO_SCALE)))
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        switch alignment {
        case .start: pango_layout_set_alignment(layout, PANGO_ALIGN_LEFT)
        case .centre: pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER)
        case .end: pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT)
        }
        let attributes = pango_attr_list_new()
        // A hyphen that is not in a hash or an address must not be read into it.
        pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(0))
        add(style, 0..<range.count, to: attributes)
        for span in spans {
            let part = span.range.clamped(to: range)
            guard !part.isEmpty else { continue }
            add(span.style, part.lowerBound - range.lowerBound..<part.upperBound - range.lowerBound, to: attributes)
        }
        pango_layout_set_attributes(layout, attributes)
        pango_attr_list_unref(attributes)
    }

    private func add(_ style: TextStyle, _ range: Range<Int>, to list: OpaquePointer?) {
        func add(_ attribute: UnsafeMutablePointer<PangoAttribute>?) {
            guard let attribute else { return }
            attribute.pointee.start_index = guint(range.lowerBound)
            attribute.pointee.end_index = range.isEmpty ? guint.max : guint(range.upperBound)
            pango_attr_list_change(list, attribute)
        }
        add(pango_attr_family_new(style.isCode ? press.codeFace : press.face))
        // Typewriter faces look larger than others of their size.
        let size = style.isCode && !self.style.isCode ? style.size * 0.94 : style.size
        add(pango_attr_size_new(Int32(size * Double(PANGO_SCALE))))
        add(pango_attr_weight_new(style.isBold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL))
        add(
            pango_attr_foreground_new(
                guint16(style.colour.red * 65_535), guint16(style.colour.green * 65_535), guint16(style.colour.blue * 65_535)))
    }

    private func setLines(of text: SetText, from start: Int) -> [SetLine] {
        guard let walker = pango_layout_get_iter(text.layout) else { return [] }
        defer { pango_layout_iter_free(walker) }
        var set: [SetLine] = []
        let scale = Double(PANGO_SCALE)
        repeat {
            guard let line = pango_layout_iter_get_line_readonly(walker) else { break }
            var logical = PangoRectangle()
            pango_layout_iter_get_line_extents(walker, nil, &logical)
            let natural = Double(logical.height) / scale
            let extra = natural * (PaperLook.lineSpacing - 1)
            let indent = Double(logical.x) / scale
            set.append(
                SetLine(
                    text: text, line: line, indent: indent, width: Double(logical.width) / scale,
                    baseline: Double(pango_layout_iter_get_baseline(walker) - logical.y) / scale + extra / 2,
                    height: natural + extra, links: links(in: line, from: start, indent: indent)))
        } while pango_layout_iter_next_line(walker) != 0
        return set
    }

    private func links(in line: UnsafeMutablePointer<PangoLayoutLine>, from start: Int, indent: Double) -> [SetLine.Link] {
        guard hasLinks else { return [] }
        let first = start + Int(line.pointee.start_index)
        let range = first..<first + Int(line.pointee.length)
        var links: [SetLine.Link] = []
        for span in spans {
            guard let address = span.address, !span.range.clamped(to: range).isEmpty else { continue }
            let part = span.range.clamped(to: range)
            var ranges: UnsafeMutablePointer<Int32>?
            var count: Int32 = 0
            pango_layout_line_get_x_ranges(line, Int32(part.lowerBound - start), Int32(part.upperBound - start), &ranges, &count)
            defer { g_free(ranges) }
            for number in 0..<Int(count) {
                guard let ranges else { break }
                // Pango gives them from the left edge of the layout.
                let left = Double(ranges[number * 2]) / Double(PANGO_SCALE)
                let right = Double(ranges[number * 2 + 1]) / Double(PANGO_SCALE)
                links.append(SetLine.Link(address: address, left: left, width: right - left))
            }
        }
        return links
    }
}
