#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Reads areas from GeoJSON (RFC 7946).
public enum GeoJSON {
    /// The polygons of a feature collection; features of other geometries are left out.
    /// - Parameters:
    ///   - json: the document
    ///   - id: the property that names an area for programs; the feature's own `id` where it is absent
    ///   - name: the property that names it for people; the id where it is absent
    /// - Throws: ``GeoJSONError``
    public static func shapes(from json: [UInt8], id: String, name: String) throws(GeoJSONError) -> [GeoShape] {
        let collection: Collection
        do {
            collection = try JSONDecoder().decode(Collection.self, from: Data(json))
        } catch {
            throw .unreadable("\(error)")
        }
        guard collection.type == "FeatureCollection" else { throw .notACollection(collection.type) }
        var shapes: [GeoShape] = []
        for (place, feature) in (collection.features ?? []).enumerated() {
            guard let rings = feature.geometry?.rings, !rings.isEmpty else { continue }
            let code = feature.properties?[id]?.text ?? feature.id?.text ?? "\(place)"
            shapes.append(GeoShape(id: code, name: feature.properties?[name]?.text ?? code, rings: rings))
        }
        return shapes
    }

    private struct Collection: Decodable {
        let type: String
        let features: [Feature]?
    }

    private struct Feature: Decodable {
        let id: Scalar?
        let properties: [String: Scalar]?
        let geometry: Geometry?
    }

    /// A property; only texts and numbers can name an area.
    private struct Scalar: Decodable {
        let text: String?

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self.text = text
            } else if let number = try? container.decode(Double.self) {
                text = PlainNumber.text(number)
            } else {
                text = nil
            }
        }
    }

    private struct Geometry: Decodable {
        let rings: [[GeoShape.Point]]

        private enum Key: String, CodingKey { case type, coordinates, geometries }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            let rings: [[[Double]]]
            switch try container.decode(String.self, forKey: .type) {
            case "Polygon": rings = try container.decode([[[Double]]].self, forKey: .coordinates)
            case "MultiPolygon": rings = try container.decode([[[[Double]]]].self, forKey: .coordinates).flatMap { $0 }
            case "GeometryCollection":
                self.rings = try container.decode([Geometry].self, forKey: .geometries).flatMap(\.rings)
                return
            default: rings = []
            }
            self.rings = rings.map { ring in
                ring.compactMap { point in
                    guard point.count >= 2, point[0].isFinite, point[1].isFinite else { return nil }
                    return GeoShape.Point(longitude: point[0], latitude: point[1])
                }
            }
        }
    }
}

/// Why a map cannot be read.
public enum GeoJSONError: Error, Sendable, CustomStringConvertible {
    /// It is no JSON, or its geometries are not as RFC 7946 has them.
    case unreadable(String)
    /// It is another object than a feature collection.
    case notACollection(String)

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .unreadable(let reason): "the map is no GeoJSON: \(reason)"
        case .notACollection(let type): "the map is a \(type); give a FeatureCollection with a feature for each area"
        }
    }
}
