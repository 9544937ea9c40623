/// An area on the globe: a district, a country.
public struct GeoShape: Sendable, Hashable {
    /// A point in degrees (WGS 84).
    public struct Point: Sendable, Hashable {
        /// East is positive.
        public var longitude: Double
        /// North is positive.
        public var latitude: Double

        /// A point.
        public init(longitude: Double, latitude: Double) {
            self.longitude = longitude
            self.latitude = latitude
        }
    }

    /// By which values are given.
    public var id: String
    /// What people call it.
    public var name: String
    /// Outlines and holes; a point within an odd number of them is inside.
    public var rings: [[Point]]

    /// An area of rings.
    public init(id: String, name: String, rings: [[Point]]) {
        self.id = id
        self.name = name
        self.rings = rings
    }
}

/// How the globe is laid flat.
public enum Projection: Sendable, Hashable {
    /// Degrees as they are, with those of longitude shortened as at the middle of the map. Right for a country.
    case equirectangular
    /// True angles, as web maps have it.
    case mercator

    func point(_ point: GeoShape.Point, middle: Double) -> (x: Double, y: Double) {
        let latitude = min(max(point.latitude, -85.05), 85.05)
        switch self {
        case .equirectangular: return (point.longitude * Trigonometry.cosine(middle), -latitude)
        case .mercator: return (point.longitude, -Trigonometry.mercator(latitude))
        }
    }
}

/// Makes outlines of fewer points (Douglas and Peucker 1973).
enum Simplified {
    /// The points that stay where none may be farther from the outline than so many units; the first and the last stay.
    static func path(_ points: [(x: Double, y: Double)], tolerance: Double) -> [(x: Double, y: Double)] {
        guard points.count > 4 else { return points }
        var isKept = [Bool](repeating: false, count: points.count)
        isKept[0] = true
        isKept[points.count - 1] = true
        // A ring ends where it began: without its farthest point everything would lie on one spot.
        var stretches = [(0, points.count - 1)]
        while let (first, last) = stretches.popLast() {
            guard last - first > 1 else { continue }
            var farthest = (place: first + 1, distance: -1.0)
            for place in first + 1..<last {
                let distance = squaredDistance(points[place], points[first], points[last])
                if distance > farthest.distance { farthest = (place, distance) }
            }
            guard farthest.distance > tolerance * tolerance else { continue }
            isKept[farthest.place] = true
            stretches.append((first, farthest.place))
            stretches.append((farthest.place, last))
        }
        return points.indices.filter { isKept[$0] }.map { points[$0] }
    }

    private static func squaredDistance(
        _ point: (x: Double, y: Double), _ start: (x: Double, y: Double), _ end: (x: Double, y: Double)
    ) -> Double {
        let (dx, dy) = (end.x - start.x, end.y - start.y)
        let length = dx * dx + dy * dy
        let share = length > 0 ? min(max(((point.x - start.x) * dx + (point.y - start.y) * dy) / length, 0), 1) : 0
        let (x, y) = (point.x - start.x - share * dx, point.y - start.y - share * dy)
        return x * x + y * y
    }
}
