import Testing

@testable import Charts

@Suite("Maps")
struct MapTests {
    static let json = """
        {"type": "FeatureCollection", "features": [
          {"type": "Feature", "id": 1, "properties": {"code": "A", "name": "Ağdam", "area": 1.5}, "geometry":
            {"type": "Polygon", "coordinates": [[[46, 40], [47, 40], [47, 41], [46, 41], [46, 40]], [[46.4, 40.4], [46.6, 40.4], [46.6, 40.6], [46.4, 40.4]]]}},
          {"type": "Feature", "properties": {"code": "B", "name": null}, "geometry":
            {"type": "MultiPolygon", "coordinates": [[[[48, 40], [49, 40], [49, 41], [48, 40]]], [[[50, 40, 7], [51, 40], [51, 41], [50, 40]]]]}},
          {"type": "Feature", "properties": null, "geometry": {"type": "Point", "coordinates": [1, 2]}},
          {"type": "Feature", "properties": {}, "geometry": null}
        ]}
        """

    @Test("areas are read from a feature collection, other features are left out")
    func geoJSON() throws {
        let shapes = try GeoJSON.shapes(from: Array(Self.json.utf8), id: "code", name: "name")
        #expect(shapes.map(\.id) == ["A", "B"])
        #expect(shapes.map(\.name) == ["Ağdam", "B"])
        #expect(shapes.map { $0.rings.map(\.count) } == [[5, 4], [4, 4]])
    }

    @Test(
        "what is no map is refused with a reason",
        arguments: ["", "[]", "{\"type\": \"Polygon\"}", "{\"type\": \"FeatureCollection\", \"features\": 1}", "{"])
    func refused(json: String) { #expect(throws: GeoJSONError.self) { try GeoJSON.shapes(from: Array(json.utf8), id: "id", name: "name") } }

    @Test("a map is as wide as asked, with a path for each area and holes left open", arguments: [Projection.equirectangular, .mercator])
    func map(projection: Projection) throws {
        let shapes = try GeoJSON.shapes(from: Array(Self.json.utf8), id: "code", name: "name")
        let chart = RegionMap(
            head: ChartHead(id: "m", title: "Map", width: 300, narrowWidth: nil), shapes: shapes, values: ["A": 5], projection: projection)
        let parsed = try ParsedMarkup(chart.svg)
        let paths = parsed.all("path").filter { $0["class"]?.hasPrefix("place") == true }
        #expect(paths.map { $0["class"] } == ["place step-4", "place none"])
        #expect(paths.first?["fill-rule"] == "evenodd")
        #expect(paths.first?["d"]?.filter { $0 == "Z" }.count == 2)
        #expect(parsed.all("svg").first?["viewBox"]?.hasPrefix("0 0 300 ") == true)
        #expect(chart.table.rows == [["Ağdam", "5"], ["B", "no data"]])
    }

    @Test("north is above and east is right")
    func directions() throws {
        let middle = 40.0
        for projection in [Projection.equirectangular, .mercator] {
            let southWest = projection.point(.init(longitude: 46, latitude: 39), middle: middle)
            let northEast = projection.point(.init(longitude: 47, latitude: 41), middle: middle)
            #expect(northEast.x > southWest.x)
            #expect(northEast.y < southWest.y)
        }
    }

    @Test("a simplified outline is never farther off than allowed and keeps its ends")
    func simplified() {
        var points: [(x: Double, y: Double)] = []
        for place in 0...400 {
            let step: Double = place / 100 % 2 == 0 ? 0 : 20
            points.append((x: Double(place) / 4, y: step + (place % 7 == 0 ? 0.3 : 0)))
        }
        let kept = Simplified.path(points, tolerance: 0.5)
        #expect(kept.count < 20)
        #expect(kept.first?.x == points.first?.x)
        #expect(kept.last?.x == points.last?.x)
        for point in points {
            var nearest = Double.infinity
            for place in kept.indices.dropLast() { nearest = min(nearest, distance(point, kept[place], kept[place + 1])) }
            #expect(nearest <= 0.5 + 1e-9)
        }
    }

    private func distance(_ point: (x: Double, y: Double), _ start: (x: Double, y: Double), _ end: (x: Double, y: Double)) -> Double {
        let (dx, dy) = (end.x - start.x, end.y - start.y)
        let along: Double = ((point.x - start.x) * dx + (point.y - start.y) * dy) / (dx * dx + dy * dy)
        let share = min(max(along, 0), 1)
        let (x, y) = (point.x - start.x - share * dx, point.y - start.y - share * dy)
        return (x * x + y * y).squareRoot()
    }

    @Test("a tile shows its code and, where there is room, its value; light text stands on dark tiles")
    func tiles() throws {
        let chart = TileMap(
            head: ChartHead(id: "t", title: "Tiles", width: 100, narrowWidth: nil),
            tiles: [
                .init(code: "BAK", label: "Bakı", column: 4, row: 2, value: 10),
                .init(code: "ŞƏK", label: "Şəki", column: 5, row: 2, value: nil),
            ])
        let parsed = try ParsedMarkup(chart.svg)
        #expect(parsed.all("rect").map { $0["class"] } == ["step-4", "none"])
        #expect(parsed.all("text").map { $0["class"] } == ["on-dark", "on-dark", "on-light"])
        #expect(parsed.text.contains("BAK10"))
    }
}
