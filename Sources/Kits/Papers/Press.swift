internal import CPango

/// What sets text: Pango with fonts found by fontconfig. Belongs to the thread that made it.
///
/// Every paper has a press of its own, because a font map and all that comes from it may be used by one thread at a time.
final class Press {
    static let faces = ["Noto Sans", "DejaVu Sans"]
    static let codeFaces = ["Noto Sans Mono", "DejaVu Sans Mono"]

    private let fontMap: UnsafeMutablePointer<PangoFontMap>
    let context: OpaquePointer
    let face: String
    let codeFace: String

    init() throws(PaperError) {
        guard let fontMap = pango_cairo_font_map_new() else { throw .noFont(wanted: Press.faces) }
        let families = Press.families(of: fontMap)
        guard let face = Press.choose(Press.faces, from: families), let context = pango_font_map_create_context(fontMap) else {
            g_object_unref(UnsafeMutableRawPointer(fontMap))
            throw .noFont(wanted: Press.faces)
        }
        self.fontMap = fontMap
        self.context = context
        self.face = face
        codeFace = Press.choose(Press.codeFaces, from: families) ?? face
        // One unit of cairo is one point, as PDF has it, and letters stand where they would on any machine.
        pango_cairo_context_set_resolution(context, 72)
        let options = cairo_font_options_create()
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
        pango_cairo_context_set_font_options(context, options)
        cairo_font_options_destroy(options)
        pango_context_set_round_glyph_positions(context, 0)
    }

    deinit {
        g_object_unref(UnsafeMutableRawPointer(context))
        g_object_unref(UnsafeMutableRawPointer(fontMap))
    }

    /// The first of `wanted` that is there.
    static func choose(_ wanted: [String], from families: Set<String>) -> String? {
        wanted.first { families.contains($0.lowercased()) }
    }

    private static func families(of fontMap: UnsafeMutablePointer<PangoFontMap>) -> Set<String> {
        var list: UnsafeMutablePointer<UnsafeMutablePointer<PangoFontFamily>?>?
        var count: Int32 = 0
        pango_font_map_list_families(fontMap, &list, &count)
        defer { g_free(list) }
        var names: Set<String> = []
        for number in 0..<Int(count) {
            if let family = list?[number], let name = pango_font_family_get_name(family) {
                names.insert(String(cString: name).lowercased())
            }
        }
        return names
    }
}
