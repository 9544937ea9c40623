internal import CPango
internal import Vocabulary

/// The pages as cairo writes them, with the tags by which readers know what is what (ISO 32000-1 §14.8).
final class Canvas {
    /// Bytes as cairo hands them over.
    private final class Sink {
        var bytes: [UInt8] = []
    }

    private let surface: OpaquePointer?
    private let cairo: OpaquePointer?
    private let sink = Sink()
    private var outline: [(level: Int, item: Int32)] = []

    init(paper: Paper) {
        surface = cairo_pdf_surface_create_for_stream(
            { closure, data, length in
                guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
                Unmanaged<Sink>.fromOpaque(closure).takeUnretainedValue().bytes
                    .append(contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
                return CAIRO_STATUS_SUCCESS
            }, Unmanaged.passUnretained(sink).toOpaque(), PaperLook.width, PaperLook.height)
        // PDF 1.4 has tags and keeps the classic table of objects, which `PDFCatalog` adds to.
        cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_4)
        let metadata: [(cairo_pdf_metadata_t, String)] = [
            (CAIRO_PDF_METADATA_TITLE, paper.title), (CAIRO_PDF_METADATA_AUTHOR, paper.house),
            (CAIRO_PDF_METADATA_SUBJECT, [paper.number, paper.marking.label].compactMap { $0 }.joined(separator: " · ")),
            (CAIRO_PDF_METADATA_CREATE_DATE, Instant(seconds: paper.date.seconds).iso8601),
        ]
        for (field, text) in metadata { cairo_pdf_surface_set_metadata(surface, field, HarmlessText.clean(text, keepsLines: false)) }
        cairo = cairo_create(surface)
        begin("Document")
    }

    deinit {
        cairo_destroy(cairo)
        cairo_surface_destroy(surface)
    }

    /// Ends the document and gives its bytes.
    func finish() throws(PaperError) -> [UInt8] {
        end("Document")
        cairo_show_page(cairo)
        let drawn = cairo_status(cairo)
        cairo_surface_finish(surface)
        for status in [drawn, cairo_surface_status(surface)] where status != CAIRO_STATUS_SUCCESS {
            throw .cairo(String(cString: cairo_status_to_string(status)))
        }
        return sink.bytes
    }

    func nextPage() { cairo_show_page(cairo) }

    func begin(_ tag: String) { cairo_tag_begin(cairo, tag, nil) }

    func end(_ tag: String) { cairo_tag_end(cairo, tag) }

    func fill(x: Double, y: Double, width: Double, height: Double, _ colour: PaperLook.Colour) {
        cairo_set_source_rgb(cairo, colour.red, colour.green, colour.blue)
        cairo_rectangle(cairo, x, y, width, height)
        cairo_fill(cairo)
    }

    func draw(_ line: SetLine, x: Double, y: Double) {
        cairo_set_source_rgb(cairo, 0, 0, 0)
        cairo_move_to(cairo, x + line.indent, y + line.baseline)
        pango_cairo_show_layout_line(cairo, line.line)
    }

    /// Makes a rectangle lead to a harmless address.
    func link(_ link: SetLine.Link, x: Double, y: Double, height: Double) {
        let rectangle = [x + link.left, y, link.width, height].map { String(Double(Int($0 * 100)) / 100) }.joined(separator: " ")
        cairo_tag_begin(cairo, "Link", "rect=[\(rectangle)] uri='\(link.address)'")
        cairo_tag_end(cairo, "Link")
    }

    /// Enters a heading at the height `y` of page `page` into the outline.
    func outline(_ text: String, level: Int, page: Int, y: Double) {
        while let last = outline.last, last.level >= level { outline.removeLast() }
        let item = cairo_pdf_surface_add_outline(
            surface, outline.last?.item ?? 0, HarmlessText.clean(text, keepsLines: false), "page=\(page) pos=[0 \(Int(y))]",
            cairo_pdf_outline_flags_t(rawValue: level <= 1 ? 1 : 0))
        outline.append((level, item))
    }
}
