/// A map on which every district is a tile of the same size, so that small ones are seen: tiles lie on a grid about where the districts
/// are. The grid comes as data.
public struct TileMap: Chart {
    /// One district.
    public struct Tile: Sendable, Hashable {
        /// A few letters that stand on the tile.
        public var code: String
        /// Its name.
        public var label: String
        /// Its place on the grid, from the left and from above.
        public var column: Int
        /// Its place on the grid, from above.
        public var row: Int
        /// nil and NaN are missing.
        public var value: Double?
        /// Where it leads.
        public var address: String?

        /// A district at a place of the grid.
        public init(code: String, label: String, column: Int, row: Int, value: Double?, address: String? = nil) {
            self.code = code
            self.label = label
            self.column = column
            self.row = row
            self.value = value
            self.address = address
        }
    }

    /// What the chart is about.
    public var head: ChartHead
    /// How its numbers and words are written.
    public var format: ChartFormat
    /// The districts.
    public var tiles: [Tile]
    /// How many shades, 2 to 6, with about equally many districts each.
    public var steps: Int

    /// A map of tiles.
    public init(head: ChartHead, tiles: [Tile], steps: Int = 5, format: ChartFormat = ChartFormat()) {
        self.head = head
        self.tiles = tiles
        self.steps = min(max(steps, 2), 6)
        self.format = format
    }

    private var shades: Shades {
        Shades(
            values: tiles.compactMap(\.value), steps: steps, isEven: false, hasGap: tiles.contains { $0.value?.isFinite != true })
    }

    /// What its colours mean.
    public var legend: [LegendEntry] { shades.legend(format: format) }

    /// Its values as a table.
    public var table: DataTable {
        DataTable(
            columns: [head.title, format.words.value], rows: tiles.map { [$0.label, format.number(orGap: $0.value)] })
    }

    /// Draws it.
    public func draw(on canvas: inout Canvas) {
        let shades = shades
        let left = tiles.map(\.column).min() ?? 0
        let top = tiles.map(\.row).min() ?? 0
        let across = Double(min((tiles.map(\.column).max() ?? 0) - left + 1, 200))
        let down = Double(min((tiles.map(\.row).max() ?? 0) - top + 1, 200))
        let side = min(canvas.width / across, 64)
        let indent = (canvas.width - side * across) / 2
        canvas.height = side * down
        for tile in tiles where tile.column - left < 200 && tile.row - top < 200 {
            let x = indent + Double(tile.column - left) * side
            let y = Double(tile.row - top) * side
            let value = format.number(orGap: tile.value)
            let ink = tile.value?.isFinite == true && shades.isDark(tile.value) ? "on-dark" : "on-light"
            canvas.link(tile.address, label: "\(tile.label): \(value)") { canvas in
                canvas.rectangle(
                    x: x, y: y, width: side - 2, height: side - 2, class: shades.class(of: tile.value), radius: 2,
                    title: "\(tile.label): \(value)")
                let middle = x + side / 2 - 1
                canvas.text(
                    TextFit.shortened(tile.code, to: side), x: middle,
                    y: y + side / 2 + (side >= 40 && tile.value?.isFinite == true ? -2 : 3), anchor: .middle, class: ink)
                if side >= 40, tile.value?.isFinite == true {
                    canvas.text(TextFit.shortened(value, to: side), x: middle, y: y + side / 2 + 13, anchor: .middle, class: ink)
                }
            }
        }
    }
}
