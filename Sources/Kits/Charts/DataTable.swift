/// The values of a chart as a table.
public struct DataTable: Sendable, Hashable {
    /// The columns' heads; the first names the rows.
    public var columns: [String]
    /// A label, then values as written.
    public var rows: [[String]]

    /// A table of these columns and rows.
    public init(columns: [String], rows: [[String]]) {
        self.columns = columns
        self.rows = rows
    }

    /// As HTML within a box that scrolls and can be reached by keyboard.
    func html(caption: String) -> String {
        let title = Markup.text(caption)
        var html =
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"\(title)\"><table>"
        html += "<caption class=\"vh\">\(title)</caption><thead><tr>"
        for (place, column) in columns.enumerated() {
            html += "<th scope=\"col\"\(place == 0 ? "" : " class=\"n\"")>\(Markup.text(column))</th>"
        }
        html += "</tr></thead><tbody>"
        for row in rows {
            html += "<tr>"
            for (place, cell) in row.enumerated() {
                html += place == 0 ? "<th scope=\"row\">\(Markup.text(cell))</th>" : "<td class=\"n\">\(Markup.text(cell))</td>"
            }
            html += "</tr>"
        }
        return html + "</tbody></table></div>"
    }
}

/// One meaning in a legend, with a sample of how it looks.
public struct LegendEntry: Sendable, Hashable {
    /// What the sample looks like.
    public enum Sample: Sendable, Hashable {
        /// A filled box, hatched as the series is.
        case fill(class: String, hatch: Int?)
        /// A line with its dashes.
        case line(class: String, dashes: String?)
    }

    /// What it means.
    public var label: String
    /// How it looks.
    public var sample: Sample

    /// An entry.
    public init(label: String, sample: Sample) {
        self.label = label
        self.sample = sample
    }

    var html: String {
        var svg = "<svg viewBox=\"0 0 16 12\" aria-hidden=\"true\">"
        switch sample {
        case .fill(let kind, let hatch):
            svg += "<rect width=\"16\" height=\"12\" class=\"\(kind)\"/>"
            if let hatch, let pattern = Hatch.pattern(hatch) {
                // A sample has its own strokes: it stands outside the picture that defines the patterns.
                let path = ["M2 12 14 0M-4 12 8 0M8 12 20 0", "M2 0 14 12M-4 0 8 12M8 0 20 12", "M4 0V12M10 0V12"][pattern]
                svg += "<path d=\"\(path)\" class=\"hatch\"/>"
            }
        case .line(let kind, let dashes):
            svg += "<path d=\"M0 6H16\" class=\"\(kind)\"\(dashes.map { " stroke-dasharray=\"\($0)\"" } ?? "")/>"
        }
        return "<li>\(svg)</svg>\(Markup.text(label))</li>"
    }
}
