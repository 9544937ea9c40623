/// A map of areas in shades of their values.
public struct RegionMap: Chart {
    /// What the chart is about.
    public var head: ChartHead
    /// How its numbers and words are written.
    public var format: ChartFormat
    /// The areas.
    public var shapes: [GeoShape]
    /// Values by the areas' ids; areas without one are drawn as missing.
    public var values: [String: Double]
    /// Where areas lead, by their ids.
    public var addresses: [String: String]
    /// How the globe is laid flat.
    public var projection: Projection
    /// How many shades, 2 to 6, with about equally many areas each.
    public var steps: Int
    /// How many units an outline may be off.
    public var tolerance: Double

    /// A map of areas.
    public init(
        head: ChartHead, shapes: [GeoShape], values: [String: Double], addresses: [String: String] = [:],
        projection: Projection = .equirectangular, steps: Int = 5, tolerance: Double = 0.4, format: ChartFormat = ChartFormat()
    ) {
        self.head = head
        self.shapes = shapes
        self.values = values
        self.addresses = addresses
        self.projection = projection
        self.steps = min(max(steps, 2), 6)
        self.tolerance = tolerance
        self.format = format
    }

    private var shades: Shades {
        Shades(
            values: shapes.compactMap { values[$0.id] }, steps: steps, isEven: false,
            hasGap: shapes.contains { values[$0.id]?.isFinite != true })
    }

    /// What its colours mean.
    public var legend: [LegendEntry] { shades.legend(format: format) }

    /// Its values as a table.
    public var table: DataTable {
        DataTable(
            columns: [head.title, format.words.value], rows: shapes.map { [$0.name, format.number(orGap: values[$0.id])] })
    }

    /// Draws it.
    public func draw(on canvas: inout Canvas) {
        let latitudes = shapes.lazy.flatMap { $0.rings.lazy.flatMap { $0.lazy.map(\.latitude) } }
        guard let south = latitudes.min(), let north = latitudes.max() else { return }
        let middle = (south + north) / 2
        let flat = shapes.map { $0.rings.map { $0.map { projection.point($0, middle: middle) } } }
        let points = flat.lazy.flatMap { $0.lazy.flatMap { $0 } }
        guard let west = points.map(\.x).min(), let east = points.map(\.x).max(), let top = points.map(\.y).min(),
            let bottom = points.map(\.y).max()
        else { return }
        // A map is never higher than it is wide.
        let scale = (canvas.width - 4) / max(east - west, bottom - top, 1e-9)
        let indent = (canvas.width - (east - west) * scale) / 2
        canvas.height = (bottom - top) * scale + 4
        let shades = shades
        var labels: [(text: String, x: Double, y: Double, class: String)] = []
        for (shape, rings) in zip(shapes, flat) {
            let value = values[shape.id]
            let text = format.number(orGap: value)
            let drawn = rings.map { $0.map { (x: indent + ($0.x - west) * scale, y: 2 + ($0.y - top) * scale) } }
            canvas.link(addresses[shape.id], label: "\(shape.name): \(text)") { canvas in
                canvas.path(
                    outline(drawn), class: "place \(shades.class(of: value))", hasHoles: drawn.count > 1, title: "\(shape.name): \(text)")
            }
            if let place = labelPlace(drawn, for: text), value?.isFinite == true {
                labels.append((text, place.x, place.y, shades.isDark(value) ? "on-dark" : "on-light"))
            }
        }
        // Above all areas, so that no neighbour covers them.
        for label in labels { canvas.text(label.text, x: label.x, y: label.y, anchor: .middle, class: label.class) }
    }

    private func outline(_ rings: [[(x: Double, y: Double)]]) -> PathText {
        var path = PathText()
        let largest = rings.indices.max { rings[$0].count < rings[$1].count }
        for (place, ring) in rings.enumerated() {
            // Islets that would be less than a dot are left out, but an area never vanishes.
            let box = Box(ring)
            guard ring.count >= 3, place == largest || box.width * box.height > 1 else { continue }
            let kept = Simplified.path(ring, tolerance: tolerance)
            for (number, point) in kept.enumerated() where number < kept.count - 1 || kept.count < 4 || !isSame(point, kept[0]) {
                if number == 0 { path.move(point.x, point.y) } else { path.line(point.x, point.y) }
            }
            path.close()
        }
        return path
    }

    private func isSame(_ one: (x: Double, y: Double), _ other: (x: Double, y: Double)) -> Bool { one.x == other.x && one.y == other.y }

    /// The middle of the largest ring, where the text fits into it.
    private func labelPlace(_ rings: [[(x: Double, y: Double)]], for text: String) -> (x: Double, y: Double)? {
        let boxes = rings.map(Box.init)
        guard let box = boxes.max(by: { $0.width * $0.height < $1.width * $1.height }) else { return nil }
        guard box.width > TextFit.width(text) + 12, box.height > 22 else { return nil }
        return (box.left + box.width / 2, box.top + box.height / 2 + 4)
    }

    private struct Box {
        let left: Double
        let top: Double
        let width: Double
        let height: Double

        init(_ points: [(x: Double, y: Double)]) {
            left = points.lazy.map(\.x).min() ?? 0
            top = points.lazy.map(\.y).min() ?? 0
            width = (points.lazy.map(\.x).max() ?? 0) - left
            height = (points.lazy.map(\.y).max() ?? 0) - top
        }
    }
}
