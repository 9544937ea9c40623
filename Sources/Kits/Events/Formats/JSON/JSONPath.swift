/// Where in a JSON value the records lie: `Event.Object[].Attribute[]`.
struct JSONPath: Sendable, Hashable {
    enum Step: Sendable, Hashable {
        /// The member of that name.
        case key([UInt8])
        /// Every element of an array; an object in place of one stands for itself.
        case each
        /// Every member of an object (`*`); its key becomes the cell `*` of the record.
        case any
    }

    var text: String
    var steps: [Step]

    /// Names joined by dots; `[]` behind a name or alone, and `*` as a name.
    init(_ text: String) {
        self.text = text
        steps = []
        for part in text.split(separator: ".", omittingEmptySubsequences: true) {
            var name = part
            var arrays = 0
            while name.hasSuffix("[]") {
                name = name.dropLast(2)
                arrays += 1
            }
            if name == "*" {
                steps.append(.any)
            } else if !name.isEmpty {
                steps.append(.key(Array(name.utf8)))
            }
            steps.append(contentsOf: repeatElement(.each, count: arrays))
        }
    }

    private init(text: String, steps: [Step]) {
        self.text = text
        self.steps = steps
    }

    /// Seen from the elements of the array this path begins with; nil where it begins otherwise.
    var withinElement: JSONPath? {
        steps.first == .each ? JSONPath(text: text, steps: Array(steps.dropFirst())) : nil
    }
}

/// The paths of a feed's records, as they apply to an element of an array and to a document that is none.
struct JSONPathSet: Sendable, Hashable {
    /// Paths within each element of the outermost array.
    var inElement: [JSONPath]
    /// Paths within a document.
    var inDocument: [JSONPath]
    /// Names that lead to records: such members are no cells of the objects they stand in.
    var containers: Set<[UInt8]>
    /// Whether a value without any of the paths gives one row of what encloses them.
    var isOptional: Bool

    init(_ records: FormatSpecification.JSONRecords) {
        let paths = records.paths.map { JSONPath($0) }
        let stripped = paths.compactMap(\.withinElement)
        let others = paths.filter { $0.withinElement == nil && !$0.steps.isEmpty }
        inElement = stripped.isEmpty ? others : stripped
        inDocument = others.isEmpty ? stripped : others
        // A lone `[]` means the elements themselves.
        if inElement.allSatisfy(\.steps.isEmpty) { inElement = [] }
        if inDocument.allSatisfy(\.steps.isEmpty) { inDocument = [] }
        containers = []
        isOptional = records.optional
        for path in paths {
            for (step, next) in zip(path.steps, path.steps.dropFirst()) {
                if case .key(let name) = step, next != .key(name), next == .each || next == .any { containers.insert(name) }
            }
        }
    }
}
