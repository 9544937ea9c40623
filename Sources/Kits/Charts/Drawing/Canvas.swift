/// Where a chart draws: collects shapes as SVG. Its height is set by the chart; classes, no style attributes.
public struct Canvas: Sendable {
    /// How a text stands at its point.
    public enum Anchor: String, Sendable { case start, middle, end }

    let id: String
    /// Units across.
    public let width: Double
    /// Units down, set by the chart.
    public var height: Double = 0
    private var marks = ""
    private var hatches: Set<Int> = []
    private var hasLinks = false

    init(id: String, width: Double) {
        self.id = id
        self.width = width
    }

    /// A rectangle; one without extent is not drawn.
    public mutating func rectangle(
        x: Double, y: Double, width: Double, height: Double, class kind: String, hatch: Int? = nil, radius: Double = 0, title: String? = nil
    ) {
        guard width > 0, height > 0 else { return }
        let box =
            "x=\"\(Markup.number(x))\" y=\"\(Markup.number(y))\" width=\"\(Markup.number(width))\" height=\"\(Markup.number(height))\""
        let round = radius > 0 ? " rx=\"\(Markup.number(radius))\"" : ""
        marks += "<rect \(box)\(round) class=\"\(kind)\"\(closing("rect", title))"
        if let hatch, let pattern = Hatch.pattern(hatch) {
            hatches.insert(pattern)
            marks += "<rect \(box)\(round) fill=\"url(#\(id)-hatch-\(pattern))\" pointer-events=\"none\"/>"
        }
    }

    /// A straight line.
    public mutating func line(x1: Double, y1: Double, x2: Double, y2: Double, class kind: String) {
        marks += "<path d=\"M\(point(x1, y1))"
        if y1 == y2 {
            marks += "H\(Markup.number(x2))"
        } else if x1 == x2 {
            marks += "V\(Markup.number(y2))"
        } else {
            marks += "L\(point(x2, y2))"
        }
        marks += "\" class=\"\(kind)\"/>"
    }

    /// A path in SVG's letters, made by ``PathText``.
    public mutating func path(
        _ path: PathText, class kind: String, dashes: String? = nil, hasHoles: Bool = false, title: String? = nil
    ) {
        guard !path.text.isEmpty else { return }
        let dash = dashes.map { " stroke-dasharray=\"\($0)\"" } ?? ""
        let rule = hasHoles ? " fill-rule=\"evenodd\"" : ""
        marks += "<path d=\"\(path.text)\" class=\"\(kind)\"\(dash)\(rule)\(closing("path", title))"
    }

    /// A dot.
    public mutating func circle(x: Double, y: Double, radius: Double, class kind: String, title: String? = nil) {
        marks +=
            "<circle cx=\"\(Markup.number(x))\" cy=\"\(Markup.number(y))\" r=\"\(Markup.number(radius))\""
            + " class=\"\(kind)\"\(closing("circle", title))"
    }

    /// A text; `y` is its base line.
    public mutating func text(_ text: String, x: Double, y: Double, anchor: Anchor = .start, class kind: String? = nil) {
        guard !text.isEmpty else { return }
        let side = anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\""
        marks +=
            "<text x=\"\(Markup.number(x))\" y=\"\(Markup.number(y))\"\(side)\(kind.map { " class=\"\($0)\"" } ?? "")>"
            + "\(Markup.text(text))</text>"
    }

    /// What `body` draws leads to an address; an address that is none of a page is left out.
    public mutating func link(_ address: String?, label: String, _ body: (inout Canvas) -> Void) {
        guard let address = address.flatMap(Markup.address) else { return body(&self) }
        hasLinks = true
        marks += "<a href=\"\(address)\" aria-label=\"\(Markup.text(label))\">"
        body(&self)
        marks += "</a>"
    }

    func svg(title: String, description: String?, class kind: String?) -> String {
        // A picture has no parts for screen readers; one whose shapes are links is a group of links.
        let role = hasLinks ? "group" : "img"
        let labels = description == nil ? "\(id)-title" : "\(id)-title \(id)-desc"
        var svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(Markup.number(width)) \(Markup.number(height))\""
        svg += " role=\"\(role)\" aria-labelledby=\"\(labels)\"\(kind.map { " class=\"\($0)\"" } ?? "")>"
        svg += "<title id=\"\(id)-title\">\(Markup.text(title))</title>"
        if let description { svg += "<desc id=\"\(id)-desc\">\(Markup.text(description))</desc>" }
        if !hatches.isEmpty { svg += "<defs>\(hatches.sorted().map { Hatch.definition($0, id: id) }.joined())</defs>" }
        return svg + marks + "</svg>"
    }

    private func closing(_ element: String, _ title: String?) -> String {
        title.map { "><title>\(Markup.text($0))</title></\(element)>" } ?? "/>"
    }

    private func point(_ x: Double, _ y: Double) -> String { "\(Markup.number(x)) \(Markup.number(y))" }
}

/// The letters of a path.
public struct PathText: Sendable {
    /// `M0 0L10 5Z`
    public private(set) var text = ""

    /// An empty path.
    public init() {}

    /// Goes to a point without drawing.
    public mutating func move(_ x: Double, _ y: Double) { text += "M\(Markup.number(x)) \(Markup.number(y))" }
    /// Draws to a point.
    public mutating func line(_ x: Double, _ y: Double) { text += "L\(Markup.number(x)) \(Markup.number(y))" }
    /// Draws back to where the part began.
    public mutating func close() { text += "Z" }
}

/// Patterns that tell neighbouring series apart without colour: every second one is hatched.
enum Hatch {
    static func pattern(_ series: Int) -> Int? { series % 2 == 1 ? (series / 2) % 3 : nil }

    static func definition(_ pattern: Int, id: String) -> String {
        let turn = ["45", "-45", "90"][pattern]
        return
            "<pattern id=\"\(id)-hatch-\(pattern)\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\""
            + " patternTransform=\"rotate(\(turn))\">"
            + "<path d=\"M0 3H6\" class=\"hatch\"/></pattern>"
    }
}
