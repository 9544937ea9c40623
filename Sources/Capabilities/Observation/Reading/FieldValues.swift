internal import Vocabulary

/// The values of fields that have a fixed set of them.
enum FieldValues {
    static let types = IncidentType.allCases.map(\.name)
    static let taxonomies = Taxonomy.allCases.map(\.name)
}
