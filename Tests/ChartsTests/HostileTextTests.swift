import Testing

@testable import Charts

@Suite("Text from outside")
struct HostileTextTests {
    static let labels = [
        "</text><script>alert(1)</script>", "\" onload=\"alert(1)", "' x='", "&lt;&amp;", "]]>", "<!--", "\u{0}\u{1}\u{8}\u{1F}",
        "\u{FFFE}\u{FFFF}",
        "a\u{202E}gnp.exe", "\u{2066}x", "ə ğ ı İ ö ü ş ç", "שלום", "👩‍👩‍👧‍👦", String(repeating: "ş", count: 5000), "",
    ]

    static func charts(_ label: String) -> [any Chart] {
        let head = ChartHead(id: label, title: label, subtitle: label, description: label)
        let shape = GeoShape(
            id: label, name: label,
            rings: [[.init(longitude: 0, latitude: 0), .init(longitude: 9, latitude: 0), .init(longitude: 9, latitude: 9)]])
        let words = ChartWords(table: label, value: label, noValues: label, gap: label, normalBand: label)
        let format = ChartFormat(number: { _ in label }, moment: { _, _ in label }, words: words)
        return [
            BarChart(head: head, bars: [.init(label: label, values: [1, nil], address: label)], labels: [label, label], format: format),
            TimeChart(
                head: head, moments: [0, 3600], series: [.init(label: label, values: [1, 2])], band: [.init(lower: 0, upper: 1), nil],
                marks: [.init(moment: 60, label: label)], format: format, momentName: { _ in label }),
            Histogram(
                head: head, axis: .number, bins: [.init(lower: 0, upper: 1, counts: [2], address: label)], format: format,
                endName: { _ in label }),
            HeatMap(head: head, rows: [label], columns: [label], values: [[1]], format: format),
            TileMap(head: head, tiles: [.init(code: label, label: label, column: 0, row: 0, value: 1, address: label)], format: format),
            RegionMap(head: head, shapes: [shape], values: [label: 2], addresses: [label: label], format: format),
            BarChart(head: head, bars: [], format: format),
        ]
    }

    @Test("whatever a label says, the figure is well-formed and holds only its own elements", arguments: labels)
    func wellFormed(label: String) throws {
        for chart in Self.charts(label) {
            let parsed = try ParsedMarkup(chart.html)
            #expect(parsed.all("script").isEmpty)
            for element in parsed.elements {
                #expect(!element.attributes.keys.contains { $0.hasPrefix("on") || $0 == "style" || $0 == "x" && element.name == "title" })
            }
            _ = try ParsedMarkup(chart.svg)
        }
    }

    @Test(
        "a shape leads only to addresses of a page",
        arguments: [
            ("/findings?type=spam&x=1", true), ("?a=b", true), ("#part", true), ("https://example.org/", true),
            ("javascript:alert(1)", false),
            ("JaVaScRiPt:alert(1)", false), ("data:text/html,x", false), ("//evil.example/", false), (" javascript:x", false), ("", false),
        ])
    func addresses(address: String, isLink: Bool) throws {
        let chart = BarChart(head: ChartHead(id: "c", title: "T"), bars: [.init(label: "a", value: 1, address: address)])
        let links = try ParsedMarkup(chart.svg).all("a")
        #expect(links.count == (isLink ? 1 : 0))
        if isLink { #expect(links.first?["href"] == address) }
    }

    @Test("controls that turn the direction of text around are left out, and right-to-left text is isolated")
    func direction() {
        #expect(Markup.text("a\u{202E}b\u{2069}c") == "abc")
        #expect(Markup.text("שלום 12") == "\u{2068}שלום 12\u{2069}")
        #expect(Markup.text("Şəki") == "Şəki")
    }

    @Test(
        "an id is always one",
        arguments: [("a b\"<c>", "abc"), ("7", "c7"), ("", "chart"), ("ə", "chart"), ("-x", "c-x"), ("sum_1-b", "sum_1-b")])
    func ids(text: String, expected: String) { #expect(Markup.name(text) == expected) }

    @Test(
        "a coordinate has one decimal at most and is always a number",
        arguments: [(1.0, "1"), (1.25, "1.3"), (-0.04, "0"), (-2.5, "-2.5"), (.nan, "0"), (.infinity, "0"), (1e12, "0"), (0.3, "0.3")])
    func coordinates(value: Double, expected: String) { #expect(Markup.number(value) == expected) }

    @Test("text that is too long is shortened with an ellipsis and never wider than its room")
    func shortened() {
        let text = TextFit.shortened("Zərərli proqramın idarəetmə serveri", to: 100)
        #expect(text.hasSuffix("…"))
        #expect(TextFit.width(text) <= 101)
        #expect(TextFit.shortened("qısa", to: 100) == "qısa")
        #expect(TextFit.shortened("x", to: 0) == "")
    }
}
