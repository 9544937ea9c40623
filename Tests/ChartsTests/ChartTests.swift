import Testing

@testable import Charts

@Suite("Charts")
struct ChartTests {
    static let head = ChartHead(id: "c", title: "T", width: 200, narrowWidth: nil)

    @Test("a bar chart is drawn as it was looked at")
    func bars() throws {
        let chart = BarChart(
            head: Self.head, bars: [.init(label: "a", value: 4), .init(label: "b", value: 2), .init(label: "c", value: nil)])
        // Narrow: labels above the bars.
        #expect(
            chart.svg == """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 124" role="img" aria-labelledby="c-title"><title id="c-title">T</title>\
                <text x="0" y="15" class="value">a</text><rect x="0" y="20" width="180.6" height="16" class="fill-1"><title>a: 4</title></rect>\
                <text x="186.6" y="32" class="value">4</text><path d="M0 19V37" class="zero"/>\
                <text x="0" y="55" class="value">b</text><rect x="0" y="60" width="90.3" height="16" class="fill-1"><title>b: 2</title></rect>\
                <text x="96.3" y="72" class="value">2</text><path d="M0 59V77" class="zero"/>\
                <text x="0" y="95" class="value">c</text>\
                <text x="6" y="112" class="value">no data</text><path d="M0 99V117" class="zero"/></svg>
                """)
    }

    @Test("a line stops at a gap, and a value between two gaps is a dot")
    func gaps() throws {
        let chart = TimeChart(
            head: Self.head, moments: (0..<7).map { $0 * 3600 }, series: [.init(label: "s", values: [1, 2, nil, 3, .nan, 4, 5])])
        let parsed = try ParsedMarkup(chart.svg)
        let lines = parsed.all("path").filter { $0["class"] == "line line-1" }
        #expect(lines.count == 2)
        #expect(parsed.all("circle").count == 1)
        #expect(chart.table.rows.map { $0[1] } == ["1", "2", "no data", "3", "no data", "4", "5"])
    }

    @Test("the usual range is one area for each stretch that has it")
    func band() throws {
        let chart = TimeChart(
            head: Self.head, moments: [0, 60, 120, 180], series: [.init(label: "s", values: [1, 1, 1, 1])],
            band: [.init(lower: 0, upper: 2), .init(lower: 0, upper: 3), nil, .init(lower: 1, upper: 2)])
        #expect(try ParsedMarkup(chart.svg).all("path").filter { $0["class"] == "band" }.count == 2)
        #expect(chart.legend.map(\.label) == ["s", "Usual range"])
        #expect(chart.table.rows.map { $0[2] } == ["0–2", "0–3", "no data", "1–2"])
    }

    @Test("series that lie upon each other differ by hatching, lines by dashes")
    func secondSignals() throws {
        let bars = BarChart(head: Self.head, bars: [.init(label: "a", values: [1, 1, 1, 1])], labels: ["p", "q", "r", "s"])
        let parsed = try ParsedMarkup(bars.svg)
        #expect(parsed.all("pattern").map { $0["id"] } == ["c-hatch-0", "c-hatch-1"])
        #expect(parsed.all("rect").filter { $0["fill"]?.hasPrefix("url(#c-hatch") == true }.count == 2)
        #expect(Hatch.pattern(0) == nil)
        let lines = TimeChart(
            head: Self.head, moments: [0, 60], series: (1...4).map { .init(label: "\($0)", values: [1, 2], colour: $0) })
        let dashes = try ParsedMarkup(lines.svg).all("path").filter { $0["class"]?.hasPrefix("line ") == true }.map {
            $0["stroke-dasharray"] ?? ""
        }
        #expect(Set(dashes).count == 4)
    }

    @Test("bars below zero lie on the other side of it")
    func negative() throws {
        let chart = BarChart(head: ChartHead(id: "c", title: "T"), bars: [.init(label: "a", value: -5), .init(label: "b", value: 5)])
        let boxes = try ParsedMarkup(chart.svg).all("rect").compactMap { $0["x"].flatMap(Double.init) }
        #expect(boxes.count == 2)
        #expect(boxes[0] < boxes[1])
    }

    @Test("a chart without values says so instead of drawing", arguments: 0..<6)
    func empty(number: Int) throws {
        let head = Self.head
        let charts: [any Chart] = [
            BarChart(head: head, bars: []), TimeChart(head: head, moments: [], series: []), Histogram(head: head, axis: .time, bins: []),
            HeatMap(head: head, rows: ["a"], columns: ["b"], values: [[nil]]), TileMap(head: head, tiles: []),
            RegionMap(head: head, shapes: [], values: [:]),
        ]
        let html = charts[number].html
        #expect(html.contains("No values"))
        #expect(!html.contains("<svg"))
        #expect(try ParsedMarkup(charts[number].svg).text.contains("No values"))
    }

    @Test(
        "one value, huge values and missing values are drawn within the picture",
        arguments: [[1.0], [1e300, -1e300], [.nan], [.infinity, 2], [0], [.leastNonzeroMagnitude]])
    func extremes(values: [Double]) throws {
        let moments = values.indices.map { Int64($0) * 1_000_000_000_000 }
        let charts: [any Chart] = [
            BarChart(head: Self.head, bars: values.map { .init(label: "x", value: $0) }),
            TimeChart(head: Self.head, moments: moments, series: [.init(label: "x", values: values)], isArea: true),
            Histogram(head: Self.head, axis: .time, bins: values.map { .init(lower: $0, upper: $0 + 1, counts: [$0]) }),
            Histogram(head: Self.head, axis: .number, bins: values.map { .init(lower: $0, upper: $0, counts: [$0]) }),
            HeatMap(head: Self.head, rows: ["r"], columns: values.map { "\($0)" }, values: [values]),
            TileMap(head: Self.head, tiles: values.map { .init(code: "x", label: "x", column: 1_000_000, row: -3, value: $0) }),
        ]
        for chart in charts {
            for element in try ParsedMarkup(chart.svg).elements {
                for (name, limit) in [("x", 210.0), ("y", 400), ("width", 210), ("height", 400)] {
                    if element.name != "pattern", let text = element.attributes[name] {
                        let number = try #require(Double(text))
                        #expect(number >= -1 && number <= limit)
                    }
                }
            }
        }
    }

    @Test("a histogram's bar leads to its interval and tells its bounds")
    func histogram() throws {
        let chart = Histogram(
            head: Self.head, axis: .time, bins: [.init(lower: 0, upper: 3600, counts: [7], address: "?from=0")])
        let parsed = try ParsedMarkup(chart.svg)
        #expect(parsed.all("svg").first?["role"] == "group")
        #expect(parsed.all("a").first?["aria-label"] == "1970-01-01 00:00–1970-01-01 01:00: 7")
    }

    @Test("a figure has title, three widths, legend and table")
    func figure() throws {
        let head = ChartHead(id: "kind", title: "By kind", subtitle: "today", description: "Spam leads.")
        let chart = BarChart(head: head, bars: [.init(label: "Spam", values: [3, 1])], labels: ["new", "old"])
        let parsed = try ParsedMarkup(chart.html)
        #expect(parsed.all("svg").compactMap { $0["class"] } == ["wide", "narrow", "broad"])
        #expect(parsed.all("svg").first?["aria-labelledby"] == "kind-title kind-desc")
        #expect(parsed.all("desc").count == 3)
        #expect(parsed.all("li").count == 2)
        #expect(parsed.all("caption").count == 1)
        #expect(parsed.all("td").count == 2)
        let ids = parsed.elements.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count)
    }

    @Test("a small line keeps its gaps and is nothing without values")
    func sparkline() throws {
        #expect(Sparkline(values: []).svg == "")
        #expect(Sparkline(values: [nil, .nan]).svg == "")
        let parsed = try ParsedMarkup(Sparkline(values: [1, 2, nil, 3, 4]).svg)
        #expect(parsed.all("path").filter { $0["class"] == "line line-1" }.count == 2)
        #expect(parsed.all("svg").first?["aria-hidden"] == "true")
    }
}
