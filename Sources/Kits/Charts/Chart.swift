/// A chart: a picture that works without script and style sheet of its own, and the table of what it shows.
///
/// Colours come from classes (`fill-1` … `fill-8`, `line-1` …, `step-0` … `step-6`, `axis`, `gridline`), which the page's style sheet
/// defines for light and dark; where it defines none, shapes are black and still right. Second signals (hatching, dashes, labels,
/// the table) carry what colour says.
public protocol Chart: Sendable {
    /// What the chart is called and how wide it is.
    var head: ChartHead { get }
    /// How numbers and times are written.
    var format: ChartFormat { get }
    /// What the colours mean, in the order of the series; empty where there is but one.
    var legend: [LegendEntry] { get }
    /// Everything the picture shows, for people who do not see it.
    var table: DataTable { get }
    /// Draws the chart so many units wide.
    func draw(on canvas: inout Canvas)
}

extension Chart {
    /// The picture alone, as wide as ``ChartHead/width``.
    public var svg: String { svg(width: head.width, suffix: "", class: nil) }

    /// The whole figure: title, picture, legend and table. Where the head names a narrow and a broad width, the picture is there in these,
    /// too, and the style sheet shows the one that fits (`svg.narrow`, `svg.wide`, `svg.broad`).
    public var html: String {
        var html = "<figure class=\"chart\" id=\"\(Markup.name(head.id))\"><figcaption>\(Markup.text(head.title))"
        if let subtitle = head.subtitle { html += "<small>\(Markup.text(subtitle))</small>" }
        html += "</figcaption>"
        if table.rows.isEmpty {
            html += "<p class=\"muted\">\(Markup.text(format.words.noValues))</p></figure>"
            return html
        }
        if let narrow = head.narrowWidth, narrow < head.width {
            html += svg(width: head.width, suffix: "", class: "wide") + svg(width: narrow, suffix: "-narrow", class: "narrow")
            if let broad = head.broadWidth, broad > head.width { html += svg(width: broad, suffix: "-broad", class: "broad") }
        } else {
            html += svg
        }
        if !legend.isEmpty {
            html += "<ul class=\"legend\" role=\"list\">" + legend.map(\.html).joined() + "</ul>"
        }
        html += "<details><summary>\(Markup.text(format.words.table))</summary>"
        html += table.html(caption: head.title) + "</details></figure>"
        return html
    }

    private func svg(width: Double, suffix: String, class kind: String?) -> String {
        var canvas = Canvas(id: Markup.name(head.id) + suffix, width: max(width, 80))
        if table.rows.isEmpty {
            canvas.height = 48
            canvas.text(format.words.noValues, x: width / 2, y: 28, anchor: .middle)
        } else {
            draw(on: &canvas)
        }
        return canvas.svg(title: head.title, description: head.description, class: kind)
    }
}

/// What a chart is called, and its size.
public struct ChartHead: Sendable, Hashable {
    /// Unique in its page; letters, digits and hyphens.
    public var id: String
    /// What it shows.
    public var title: String
    /// The period or unit, below the title.
    public var subtitle: String?
    /// What there is to see in it, in a sentence, for people who do not see it.
    public var description: String?
    /// The width in units of the picture; text is 12 units high.
    public var width: Double
    /// The width on phones; nil where one picture does for all.
    public var narrowWidth: Double?
    /// The width where a chart has a whole page to itself; nil where it never has.
    public var broadWidth: Double?

    /// - Parameters:
    ///   - id: unique in its page
    ///   - title: what the chart shows
    ///   - width: units; choose about as many as it will have CSS pixels
    ///   - narrowWidth: the same for phones; nil for pictures that are narrow anyway
    ///   - broadWidth: the same for charts as wide as a page
    public init(
        id: String, title: String, subtitle: String? = nil, description: String? = nil, width: Double = 720, narrowWidth: Double? = 340,
        broadWidth: Double? = 1080
    ) {
        self.id = id
        self.title = title
        self.subtitle = subtitle
        self.description = description
        self.width = width
        self.narrowWidth = narrowWidth
        self.broadWidth = broadWidth
    }
}

/// How a chart writes numbers and times, and its few words.
public struct ChartFormat: Sendable {
    /// A value.
    public var number: @Sendable (Double) -> String
    /// A moment on an axis whose ticks stand so far apart; it comes as local time, in seconds as if the zone were UTC.
    public var moment: @Sendable (Int64, TimeStep) -> String
    /// Seconds that local time is ahead of UTC at a moment: days and months begin by it.
    public var zoneOffset: @Sendable (Int64) -> Int64
    /// The words.
    public var words: ChartWords

    /// Plain numbers, ISO dates in UTC and English words where nothing else is given.
    public init(
        number: @escaping @Sendable (Double) -> String = { PlainNumber.text($0) },
        moment: @escaping @Sendable (Int64, TimeStep) -> String = { CivilTime.text($0, $1) },
        zoneOffset: @escaping @Sendable (Int64) -> Int64 = { _ in 0 }, words: ChartWords = ChartWords()
    ) {
        self.number = number
        self.moment = moment
        self.zoneOffset = zoneOffset
        self.words = words
    }

    func number(orGap value: Double?) -> String {
        guard let value, value.isFinite else { return words.gap }
        return number(value)
    }
}

/// The words a chart says by itself.
public struct ChartWords: Sendable, Hashable {
    /// Opens the table.
    public var table: String
    /// Heads a column of values.
    public var value: String
    /// Heads the column where intervals begin, and where they end.
    public var from: String
    /// Heads the column where intervals end.
    public var to: String
    /// Stands in place of a chart without values.
    public var noValues: String
    /// Stands in the table where a value is missing.
    public var gap: String
    /// Names the band of usual values.
    public var normalBand: String

    /// English where nothing else is given.
    public init(
        table: String = "Show as a table", value: String = "Value", from: String = "From", to: String = "To",
        noValues: String = "No values", gap: String = "no data", normalBand: String = "Usual range"
    ) {
        self.table = table
        self.value = value
        self.from = from
        self.to = to
        self.noValues = noValues
        self.gap = gap
        self.normalBand = normalBand
    }
}
